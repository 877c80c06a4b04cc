//! What a request asks for, as Tornado reads it: fields of a form in the query string, in a url-encoded or in a multipart
//! body, compressed or not (facts/dirac-live.md 1).

use std::io::Read as _;

use flate2::read::GzDecoder;
use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE, HOST, HeaderName};

use crate::sandbox::http::Request;

/// Largest body that is unpacked: Tornado's default for a body.
const LARGEST_BODY: u64 = 100 * 1024 * 1024;

/// A request that Tornado refuses before any handler sees it, or a field that is not UTF-8: 400.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BadRequest;

/// The fields of a request. Of a field that comes several times the last one counts.
#[derive(Debug, Default)]
pub(super) struct Form {
    query: Vec<(Vec<u8>, Vec<u8>)>,
    body: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Form {
    /// The fields of `request`. A body of a type that Tornado does not know has none.
    pub(super) fn of(request: &Request) -> Result<Self, BadRequest> {
        let query = pairs(request.query.as_deref().unwrap_or_default().as_bytes());
        let packed = match header(request, &CONTENT_ENCODING) {
            None => None,
            Some("gzip") => Some(gunzip(&request.body)?),
            // any other encoding: the body is there and is not read
            Some(_) => return Ok(Self { query, body: Vec::new() }),
        };
        let bytes = packed.as_deref().unwrap_or(&request.body);
        let kind = header(request, &CONTENT_TYPE).unwrap_or_default();
        let body = if kind.starts_with("application/x-www-form-urlencoded") {
            pairs(bytes)
        } else if kind.starts_with("multipart/form-data") {
            boundary(kind).map(|boundary| parts(bytes, boundary.as_bytes())).unwrap_or_default()
        } else {
            Vec::new()
        };
        Ok(Self { query, body })
    }

    /// The field `name`, of the body or else of the query string.
    pub(super) fn field(&self, name: &str) -> Result<Option<String>, BadRequest> {
        last(&self.query, &self.body, name)
    }

    /// The field `name` of the body alone: how `args` is read.
    pub(super) fn body_field(&self, name: &str) -> Result<Option<String>, BadRequest> {
        last(&[], &self.body, name)
    }
}

/// The URL of a request as Tornado tells it: the `Host` the client wrote, and all that it asked for.
pub(super) fn full_url(request: &Request) -> String {
    let host = header(request, &HOST).unwrap_or("127.0.0.1");
    let path = &request.path;
    match request.query.as_deref() {
        Some(query) => format!("https://{host}{path}?{query}"),
        None => format!("https://{host}{path}"),
    }
}

/// A header field as text.
pub(super) fn header<'r>(request: &'r Request, name: &HeaderName) -> Option<&'r str> {
    request.headers.get(name)?.to_str().ok()
}

fn last(
    query: &[(Vec<u8>, Vec<u8>)],
    body: &[(Vec<u8>, Vec<u8>)],
    name: &str,
) -> Result<Option<String>, BadRequest> {
    let mut fields = query.iter().chain(body).rev();
    let Some((_, value)) = fields.find(|(key, _)| key == name.as_bytes()) else { return Ok(None) };
    let text = std::str::from_utf8(value).map_err(|_| BadRequest)?;
    // Tornado puts blanks in the place of control characters and strips
    let clean = |c: char| if matches!(c, '\0'..='\x08' | '\x0e'..='\x1f') { ' ' } else { c };
    Ok(Some(text.chars().map(clean).collect::<String>().trim().to_owned()))
}

fn gunzip(bytes: &[u8]) -> Result<Vec<u8>, BadRequest> {
    let mut out = Vec::new();
    let read = GzDecoder::new(bytes).take(LARGEST_BODY + 1).read_to_end(&mut out);
    match read {
        Ok(length) if length as u64 <= LARGEST_BODY => Ok(out),
        _ => Err(BadRequest),
    }
}

/// The fields of a url-encoded text.
fn pairs(text: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    text.split(|byte| *byte == b'&')
        .filter(|field| !field.is_empty())
        .map(|field| {
            let mut halves = field.splitn(2, |byte| *byte == b'=');
            let mut next = || unescape(halves.next().unwrap_or_default());
            (next(), next())
        })
        .collect()
}

/// Undoes `%41` and `+`. An escape that is none stays as it is.
fn unescape(text: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let value = match byte {
            b'%' => digit(text.get(at + 1)).zip(digit(text.get(at + 2))),
            _ => None,
        };
        if let Some((high, low)) = value {
            out.push((high * 16 + low) as u8);
            at += 3;
        } else {
            out.push(if *byte == b'+' { b' ' } else { *byte });
            at += 1;
        }
    }
    out
}

fn boundary(kind: &str) -> Option<&str> {
    let value = kind.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?;
    let value = value.trim_matches('"');
    (!value.is_empty()).then_some(value)
}

/// The fields of a multipart body. What does not look like a field is left out, as Tornado does.
fn parts(bytes: &[u8], boundary: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mark = [b"--", boundary].concat();
    let mut found = Vec::new();
    let mut rest = bytes;
    while let Some(at) = memchr::memmem::find(rest, &mark) {
        rest = rest.get(at + mark.len()..).unwrap_or_default();
        let end = memchr::memmem::find(rest, &mark).unwrap_or(rest.len());
        let part = rest.get(..end).unwrap_or_default();
        found.extend(part_field(part));
    }
    found
}

fn part_field(part: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let head = memchr::memmem::find(part, b"\r\n\r\n")?;
    let heading = std::str::from_utf8(part.get(..head)?).ok()?;
    let value = part.get(head + 4..)?;
    let value = value.strip_suffix(b"\r\n").unwrap_or(value);
    let disposition = heading
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with("content-disposition: form-data"))?;
    let name = disposition.split(';').find_map(|word| word.trim().strip_prefix("name="))?;
    Some((name.trim_matches('"').as_bytes().to_vec(), value.to_vec()))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::GzEncoder};
    use hyper::HeaderMap;
    use hyper::header::HeaderValue;

    use super::{BadRequest, Form, full_url};
    use crate::sandbox::http::Request;

    fn request(
        headers: &[(&'static str, &'static str)],
        query: Option<&str>,
        body: &[u8],
    ) -> Request {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, HeaderValue::from_static(value));
        }
        Request {
            peer: None,
            method: "POST".into(),
            path: "/A/B".into(),
            query: query.map(str::to_owned),
            headers: map,
            body: body.to_vec().into(),
        }
    }

    const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

    #[test]
    fn the_last_field_counts_and_the_body_comes_after_the_query() {
        let form =
            Form::of(&request(&[FORM], Some("method=a"), b"method=b&method=c%20+d&x")).unwrap();
        assert_eq!(form.field("method"), Ok(Some("c  d".into())));
        assert_eq!(form.field("x"), Ok(Some(String::new())));
        assert_eq!(form.field("y"), Ok(None));
        let form = Form::of(&request(&[FORM], Some("method=a&args=1"), b"")).unwrap();
        assert_eq!(form.field("method"), Ok(Some("a".into())));
        assert_eq!(form.body_field("args"), Ok(None));
    }

    #[test]
    fn escapes_that_are_none_stay_and_control_characters_become_blanks() {
        let form = Form::of(&request(&[FORM], None, b"a=%zz%4&b=%01x%0b%1f&c=%ff&=d")).unwrap();
        assert_eq!(form.field("a"), Ok(Some("%zz%4".into())));
        assert_eq!(form.field("b"), Ok(Some("x".into())));
        assert_eq!(form.field("c"), Err(BadRequest));
        assert_eq!(form.field(""), Ok(Some("d".into())));
    }

    #[test]
    fn a_body_may_be_packed_and_a_broken_one_is_refused() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(b"method=ping").unwrap();
        let packed = gzip.finish().unwrap();
        let coded = ("content-encoding", "gzip");
        let form = Form::of(&request(&[FORM, coded], None, &packed)).unwrap();
        assert_eq!(form.field("method"), Ok(Some("ping".into())));
        assert!(Form::of(&request(&[FORM, coded], None, b"method=ping")).is_err());
        let other = ("content-encoding", "deflate");
        let form = Form::of(&request(&[FORM, other], None, b"method=ping")).unwrap();
        assert_eq!(form.field("method"), Ok(None));
    }

    #[test]
    fn multipart_fields_are_read_and_json_bodies_have_none() {
        let body =
            b"--xx\r\nContent-Disposition: form-data; name=\"method\"\r\n\r\nwhoami\r\n--xx\r\n\
            Content-Disposition: form-data; name=\"args\"\r\n\r\n[1]\r\n--xx--\r\n";
        let kind = ("content-type", "multipart/form-data; boundary=xx");
        let form = Form::of(&request(&[kind], None, body)).unwrap();
        assert_eq!(form.field("method"), Ok(Some("whoami".into())));
        assert_eq!(form.body_field("args"), Ok(Some("[1]".into())));
        for broken in [
            &b"--xx"[..],
            b"--xx\r\n\r\n\r\n--xx--",
            b"xx",
            b"--xx\r\nname=\"method\"\r\n\r\nx\r\n--xx--",
        ] {
            assert_eq!(
                Form::of(&request(&[kind], None, broken)).unwrap().field("method"),
                Ok(None)
            );
        }
        let json = ("content-type", "application/json");
        let form = Form::of(&request(&[json], None, br#"{"method": "ping"}"#)).unwrap();
        assert_eq!(form.field("method"), Ok(None));
    }

    #[test]
    fn the_url_is_told_as_the_client_wrote_it() {
        let host = ("host", "evil.example:1");
        assert_eq!(full_url(&request(&[host], Some("x=1"), b"")), "https://evil.example:1/A/B?x=1");
        assert_eq!(full_url(&request(&[], None, b"")), "https://127.0.0.1/A/B");
    }
}
