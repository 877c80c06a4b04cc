//! Natural order: `ce2` before `ce10`, host names as people count them.

use std::cmp::Ordering;

/// Compares two texts: runs of digits by their value, letters without regard to ASCII case, everything else by its bytes.
/// Texts that only differ in case or leading zeros are still told apart, so that the order is total.
pub fn compare(left: &str, right: &str) -> Ordering {
    let (mut a, mut b) = (left.as_bytes(), right.as_bytes());
    loop {
        let (Some((&x, rest_a)), Some((&y, rest_b))) = (a.split_first(), b.split_first()) else {
            return a.len().cmp(&b.len()).then_with(|| left.cmp(right));
        };
        if x.is_ascii_digit() && y.is_ascii_digit() {
            let (number_a, after_a) = digits(a);
            let (number_b, after_b) = digits(b);
            let order = number_a.len().cmp(&number_b.len()).then_with(|| number_a.cmp(number_b));
            if order.is_ne() {
                return order;
            }
            (a, b) = (after_a, after_b);
        } else {
            let order = x.to_ascii_lowercase().cmp(&y.to_ascii_lowercase());
            if order.is_ne() {
                return order;
            }
            (a, b) = (rest_a, rest_b);
        }
    }
}

/// Splits the leading run of digits off and drops its leading zeros.
fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|c| !c.is_ascii_digit()).unwrap_or(text.len());
    let (run, rest) = text.split_at_checked(end).unwrap_or((text, &[]));
    let start = run.iter().position(|c| *c != b'0').unwrap_or(run.len());
    (run.get(start..).unwrap_or_default(), rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hosts_are_counted_as_people_count() {
        let mut hosts =
            ["ce10.x.org", "CE2.x.org", "ce1.x.org", "ce02.x.org", "ce1.x.org:9619", ""];
        hosts.sort_by(|a, b| compare(a, b));
        assert_eq!(
            hosts,
            ["", "ce1.x.org", "ce1.x.org:9619", "CE2.x.org", "ce02.x.org", "ce10.x.org"]
        );
    }

    proptest! {
        #[test]
        fn the_order_is_total_and_transitive(
            a in "[aB0-2.]{0,6}", b in "[aB0-2.]{0,6}", c in "[aB0-2.]{0,6}",
        ) {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            prop_assert_eq!(compare(&a, &b).is_eq(), a == b);
            if compare(&a, &b).is_le() && compare(&b, &c).is_le() {
                prop_assert!(compare(&a, &c).is_le());
            }
        }
    }
}
