//! How long records are kept, and when the key of a month is over.

use azukari_model::{Instant, Period, Zone};
use azukari_vault::{Month, RecordKind};

/// Evidence of acts: three years, whatever a policy says.
const EVIDENCE: Period = Period::years(3);

/// Records of provision and receipt: three years from making, with the local day (Act Art. 29(2) and 30(4); Rules 21, 25 and
/// 29), the longest of the periods for a record made one by one.
pub(crate) const PROVISION: Period = Period::years(3);

/// How long records of a kind are kept; `None`: for ever, for later checks lean on them.
pub(crate) const fn period(kind: RecordKind) -> Option<Period> {
    match kind {
        RecordKind::Evidence => Some(EVIDENCE),
        RecordKind::Provision => Some(PROVISION),
        RecordKind::Lasting => None,
    }
}

/// When the last record of a month is past its period. A month is one of UTC; the period counts from the day on which the
/// month's last moment falls in the service's zone, and ends with a day there.
pub(crate) fn over(kind: RecordKind, month: Month, zone: &Zone) -> Option<Instant> {
    Some(zone.end_of_period(last_moment(month), period(kind)?))
}

fn last_moment(month: Month) -> Instant {
    let next = month.next();
    Zone::UTC.start_of(next.first_day()).plus_micros(-1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_over_when_its_last_record_is() {
        let month = Month::of("2027-01-15".parse().unwrap());
        let at = |zone: &str| over(RecordKind::Evidence, month, &Zone::parse(zone).unwrap()).unwrap().to_string();
        // In Tokyo the last moment of January in UTC is the morning of the first of February.
        assert_eq!(at("Asia/Tokyo"), "2030-02-01T15:00:00Z");
        assert_eq!(at("UTC"), "2030-02-01T00:00:00Z");
        assert_eq!(over(RecordKind::Lasting, month, &Zone::UTC), None);
    }

    #[test]
    fn a_leap_day_ends_with_the_month_three_years_on() {
        let month = Month::of("2028-02-01".parse().unwrap());
        assert_eq!(over(RecordKind::Provision, month, &Zone::UTC).unwrap().to_string(), "2031-03-01T00:00:00Z");
    }
}
