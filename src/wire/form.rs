//! Forms (`application/x-www-form-urlencoded`): what DIRAC's services and issuers are posted.

/// Appends a field to a form. Everything but letters, digits and `-._~*` is escaped; a blank becomes `+`.
pub(in crate::wire) fn field(form: &mut String, name: &str, value: &str) {
    if !form.is_empty() {
        form.push('&');
    }
    form.push_str(name);
    form.push('=');
    self::value(form, value);
}

/// Appends a value as it is written in a form.
pub(in crate::wire) fn value(form: &mut String, value: &str) {
    form.reserve(value.len());
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'*' => {
                form.push(char::from(byte));
            }
            b' ' => form.push('+'),
            _ => {
                form.push('%');
                for digit in [byte >> 4, byte & 0xf] {
                    let digit = char::from_digit(u32::from(digit), 16).unwrap_or('0');
                    form.push(digit.to_ascii_uppercase());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_fields_are_what_pythons_urlencode_writes() {
        let mut form = String::new();
        field(&mut form, "method", "getUsersTokensInfo");
        field(&mut form, "args", r#"[["umauser", "a&b=c"]]"#);
        assert_eq!(
            form,
            "method=getUsersTokensInfo&args=%5B%5B%22umauser%22%2C+%22a%26b%3Dc%22%5D%5D"
        );
    }

    proptest::proptest! {
        #[test]
        fn a_form_field_decodes_to_what_was_put_in(value in ".{0,60}") {
            let mut form = String::new();
            field(&mut form, "args", &value);
            let url = reqwest::Url::parse(&format!("https://h/?{form}")).unwrap();
            let (name, decoded) = url.query_pairs().next().unwrap();
            proptest::prop_assert_eq!((&*name, &*decoded), ("args", value.as_str()));
        }
    }
}
