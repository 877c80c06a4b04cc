//! Telling a token that was pasted into the wrong place from what belongs there.

/// Whether `text` looks like a token and not like a name: base64url with dots, or the beginning of a JWT.
pub fn looks_like_a_token(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    let dots = memchr::memchr_iter(b'.', text).count();
    let plain =
        text.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
    text.starts_with(b"eyJ")
        || text.get(..7).is_some_and(|head| head.eq_ignore_ascii_case(b"bearer "))
        || plain && text.len() >= 60 && (dots == 2 || dots == 4)
        || text.len() > 255 && !text.contains(&b'/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_is_told_from_the_name_of_a_file() {
        for token in [
            "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln",
            "eyJhbGciOiJSUzI1NiJ9",
            "Bearer abc",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAA",
        ] {
            assert!(looks_like_a_token(token.as_bytes()), "{token}");
        }
        for name in ["token", "/tmp/bt_u1000", "my.token.txt", "-", "./eyJ", "bearer", "a.b.c"] {
            assert!(!looks_like_a_token(name.as_bytes()), "{name}");
        }
    }
}
