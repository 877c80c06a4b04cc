//! Recorded exchanges with a real DIRAC (`tests/fixtures/wire/dirac`).

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
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

/// One request of a recording, and what came back.
pub struct Exchange(Value);

impl Exchange {
    /// The HTTP method.
    pub fn method(&self) -> String {
        self.text("/request/method")
    }

    /// The URL.
    pub fn url(&self) -> String {
        self.text("/request/url")
    }

    /// Which certificate or proxy was shown: the end of its path; empty without one.
    pub fn certificate(&self) -> String {
        self.text("/request/client_certificate")
    }

    /// The request's header fields.
    pub fn headers(&self) -> Vec<(String, String)> {
        let fields = self.0["request"]["headers"].as_object().expect("header fields");
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        fields.iter().map(|(name, value)| (name.clone(), text(value))).collect()
    }

    /// The request's body; bytes that are no text were recorded in base64.
    pub fn body(&self) -> Vec<u8> {
        match &self.0["request"]["body"]["base64"] {
            Value::String(packed) => STANDARD.decode(packed).expect("base64"),
            _ => self.text("/request/body").into_bytes(),
        }
    }

    /// Status of the answer; `None` if there was none.
    pub fn status(&self) -> Option<u16> {
        self.0["response"]["status"].as_u64().map(|status| status as u16)
    }

    /// A header field of the answer; empty if it was not there.
    pub fn answered(&self, name: &str) -> String {
        self.text(&format!("/response/headers/{name}"))
    }

    /// Body of the answer, decompressed.
    pub fn answer(&self) -> String {
        self.text("/response/body")
    }

    /// Whether the answer was recorded whole.
    pub fn is_whole(&self) -> bool {
        self.0["response"]["body_bytes_decoded"].as_u64() == Some(self.answer().len() as u64)
    }

    fn text(&self, pointer: &str) -> String {
        self.0.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}

/// Every exchange of every recording, in order, with the number of its recording.
pub fn exchanges() -> Vec<(u32, Exchange)> {
    let number = |file: &str| file[..3].parse().expect("a number");
    let each = |(file, whole): (String, Value)| {
        let exchanges = whole["exchanges"].as_array().expect("exchanges").clone();
        exchanges.into_iter().map(move |exchange| (number(&file), Exchange(exchange)))
    };
    files().into_iter().flat_map(each).collect()
}

/// Every recording of a request and its answer, in order.
pub fn all() -> Vec<Recording> {
    files()
        .into_iter()
        .map(|(file, whole)| Recording { exchange: whole["exchanges"][0].clone(), file })
        .collect()
}

/// The files with their names, in order.
fn files() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/wire/dirac");
    let mut found: Vec<_> = fs::read_dir(folder)
        .expect("recordings")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .map(|path| {
            let whole: Value =
                serde_json::from_slice(&fs::read(&path).expect("a file")).expect("JSON");
            let file = path.file_name().expect("a name").to_string_lossy().into_owned();
            (file, whole)
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}
