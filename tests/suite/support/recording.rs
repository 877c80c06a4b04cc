//! Recorded exchanges with a real DIRAC (`tests/fixtures/wire/dirac`).

use std::fs;
use std::path::Path;

use serde_json::Value;

/// A recording, by the number its file name begins with.
pub struct Recording {
    exchange: Value,
    /// The file, for messages.
    pub file: String,
}

impl Recording {
    /// The recording `number`, its first exchange.
    pub fn number(number: &str) -> Self {
        all().into_iter().find(|r| r.file.starts_with(number)).expect("no such recording")
    }

    /// Status of the answer; 0 if there was none.
    pub fn status(&self) -> u16 {
        self.exchange["response"]["status"].as_u64().unwrap_or(0) as u16
    }

    /// Whether the answer was recorded whole; very long ones were cut.
    pub fn is_whole(&self) -> bool {
        let length = self.exchange["response"]["body_bytes_decoded"].as_u64();
        length == Some(self.answer().len() as u64)
    }

    /// Body of the answer, decompressed.
    pub fn answer(&self) -> String {
        self.exchange["response"]["body"].as_str().unwrap_or_default().to_owned()
    }

    /// The value in the answer, as another JSON reader understands it.
    pub fn value(&self) -> Value {
        serde_json::from_str::<Value>(&self.answer()).expect("JSON")["Value"].clone()
    }

    /// Body of the request.
    pub fn request(&self) -> String {
        self.exchange["request"]["body"].as_str().unwrap_or_default().to_owned()
    }
}

/// Every recording of a request and its answer, in order.
pub fn all() -> Vec<Recording> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/wire/dirac");
    let mut found: Vec<_> = fs::read_dir(folder)
        .expect("recordings")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .map(|path| {
            let whole: Value =
                serde_json::from_slice(&fs::read(&path).expect("a file")).expect("JSON");
            let file = path.file_name().expect("a name").to_string_lossy().into_owned();
            Recording { exchange: whole["exchanges"][0].clone(), file }
        })
        .collect();
    found.sort_by(|a, b| a.file.cmp(&b.file));
    found
}
