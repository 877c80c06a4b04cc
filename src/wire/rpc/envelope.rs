//! The `S_OK`/`S_ERROR` around every answer (facts/dirac.md 1.1 and 1.3).

use zeroize::Zeroizing;

use super::Answer;
use crate::wire::error::WireError;
use crate::wire::http::Reply;
use crate::wire::jencode::whole;
use crate::wire::jencode::{DecodeError, Number, Reader, Shape};

/// What stands around a value.
#[derive(Debug, Default)]
struct Envelope {
    ok: Option<bool>,
    errno: i64,
    message: Option<Zeroizing<String>>,
    value: (usize, usize),
}

/// Takes the value out of a 200. The value is found, not read; `S_ERROR` becomes the error it means. An empty body is
/// what a method without a result answers with.
pub(super) fn open(reply: Reply) -> Result<Answer, WireError> {
    let Reply { url, body, html } = reply;
    let blank = body.iter().all(u8::is_ascii_whitespace);
    if blank && !html {
        return Ok(Answer { url, body, value: 0..0 });
    }
    if html || body.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'<') {
        return Err(WireError::protocol("it is a web page", url));
    }
    let envelope = match read(&body) {
        Ok(envelope) => envelope,
        Err(error) => {
            return Err(WireError::protocol(format!("{error}, of {} bytes", body.len()), url));
        }
    };
    match envelope.ok {
        Some(true) => Ok(Answer { url, body, value: envelope.value.0..envelope.value.1 }),
        Some(false) => {
            let message = envelope
                .message
                .unwrap_or_else(|| Zeroizing::new("the server gave no reason".to_owned()));
            Err(WireError::refused(envelope.errno, &message, url))
        }
        None => Err(WireError::protocol("it does not say whether the call succeeded", url)),
    }
}

fn read(body: &[u8]) -> Result<Envelope, DecodeError> {
    let mut envelope = Envelope::default();
    let mut reader = Reader::new(body);
    reader.each_member(|key, reader| {
        match (key, reader.shape()?) {
            ("OK", Shape::Bool) => envelope.ok = Some(reader.bool()?),
            ("Errno", Shape::Number) => {
                envelope.errno = match reader.number()? {
                    Number::Int(errno) => errno,
                    Number::Float(errno) => whole(errno).unwrap_or(0),
                    Number::Big(_) => 0,
                }
            }
            ("Message", Shape::Text) => {
                envelope.message = Some(Zeroizing::new(reader.text()?.into_owned()));
            }
            ("Value", _) => {
                let start = reader.position();
                reader.skip()?;
                envelope.value = (start, reader.offset());
            }
            _ => reader.skip()?,
        }
        Ok::<_, DecodeError>(())
    })?;
    reader.end()?;
    Ok(envelope)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::error::ErrorKind;

    fn opened(body: &str, html: bool) -> Result<String, WireError> {
        let reply = Reply {
            url: "https://h.example.org/F/T".into(),
            body: body.as_bytes().to_vec().into(),
            html,
        };
        open(reply).map(|answer| String::from_utf8(answer.bytes().to_vec()).unwrap())
    }

    fn kind(body: &str) -> ErrorKind {
        opened(body, false).unwrap_err().kind().clone()
    }

    #[test]
    fn the_value_is_found_wherever_it_stands() {
        assert_eq!(
            opened(r#"{"OK": true, "Value": [1, {"OK": false}] , "rpcStub": []}"#, false).unwrap(),
            r#"[1, {"OK": false}]"#
        );
        assert_eq!(opened(r#" {"Value" : "a" ,"OK":true}"#, false).unwrap(), r#""a""#);
        assert_eq!(opened(r#"{"OK":true}"#, false).unwrap(), "");
        assert_eq!(opened("", false).unwrap(), "");
        assert_eq!(opened(r#"{"OK":true,"Value":1,"Value":2}"#, false).unwrap(), "2");
    }

    #[test]
    fn an_error_keeps_number_and_message() {
        let body = r#"{"OK":false,"Errno":1111,"Message":"Unauthorized query ( 1111 : Unauthorized query)","CallStack":[]}"#;
        let refused = ErrorKind::Refused {
            errno: 1111,
            message: "Unauthorized query ( 1111 : Unauthorized query)".into(),
        };
        assert_eq!(kind(body), refused);
        assert!(matches!(kind(r#"{"OK":false}"#), ErrorKind::Refused { errno: 0, .. }));
        assert_eq!(
            kind(r#"{"OK":false,"Errno":0,"Message":"No DN found for user x"}"#),
            ErrorKind::UnknownUser("x".into())
        );
    }

    #[test]
    fn what_is_no_answer_of_dirac_is_said_to_be_none() {
        for body in [
            "<html>hello</html>",
            "  <!DOCTYPE html>",
            "null",
            "[]",
            "{",
            r#"{"OK":true,"Val"#,
            r#"{"Value":1}"#,
            r#"{"OK":true} x"#,
            "\u{1f600}",
        ] {
            assert!(matches!(kind(body), ErrorKind::Protocol { .. }), "{body}");
        }
        assert!(opened("", true).is_err());
        assert!(opened("{\"OK\":true}", true).is_err());
    }
}
