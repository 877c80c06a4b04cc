//! Every private mode of a terminal that was ever set or reset, as it stands: nothing that a program asks a terminal for is
//! forgotten because an emulator does not know it.

use std::collections::BTreeMap;

/// Modes that are on before anything asks for them: wrapping and the cursor.
const ON_AT_FIRST: [u16; 2] = [7, 25];

/// The modes as the bytes so far have left them.
#[derive(Default)]
pub(crate) struct Modes {
    asked: BTreeMap<u16, bool>,
    /// The beginning of a sequence whose end has not come yet.
    rest: Vec<u8>,
}

impl Modes {
    /// Reads `ESC [ ? n ; m h` and `l` out of what is written.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match (self.rest.len(), byte) {
                (0, 0x1b) | (1, b'[') | (2, b'?') | (3.., b'0'..=b'9' | b';') => {
                    self.rest.push(*byte);
                }
                (4.., b'h' | b'l') => {
                    let numbers = String::from_utf8_lossy(&self.rest[3..]).into_owned();
                    let numbers = numbers.split(';').filter_map(|number| number.parse().ok());
                    self.asked.extend(numbers.map(|number| (number, *byte == b'h')));
                    self.rest.clear();
                }
                _ => {
                    self.rest.clear();
                    if *byte == 0x1b {
                        self.rest.push(*byte);
                    }
                }
            }
        }
    }

    /// The modes that are not as they were at first.
    pub(crate) fn changed(&self) -> Vec<u16> {
        let changed = self.asked.iter().filter(|(mode, on)| **on != ON_AT_FIRST.contains(*mode));
        changed.map(|(mode, _)| *mode).collect()
    }
}

#[test]
fn every_private_mode_is_followed_however_its_bytes_are_cut() {
    let written =
        b"x\x1b[?1049h\x1b[?25l\x1b[?1000;1006h\x1b[38;5;1m\x1b\x1b[?1004h\x1b[?2004h\x1b[?2004l";
    for cut in 0..written.len() {
        let mut modes = Modes::default();
        modes.take(&written[..cut]);
        modes.take(&written[cut..]);
        assert_eq!(modes.changed(), [25, 1000, 1004, 1006, 1049]);
        modes.take(b"\x1b[?1049l\x1b[?25h\x1b[?1000;1004;1006l");
        assert!(modes.changed().is_empty());
    }
}
