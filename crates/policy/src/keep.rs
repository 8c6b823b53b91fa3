//! When a period ends: one pure function, for whatever writes or recomputes a holding.

use azukari_model::{Instant, Period, Zone};

/// The moments a period may begin from. What never happened is absent.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Since {
    pub acquired: Instant,
    /// The person's own last act.
    pub last_seen: Option<Instant>,
    /// When the event of the rule last held; it may lie ahead.
    pub last_held: Option<Instant>,
    /// The last use for one of the purposes of the rule.
    pub last_use: Option<Instant>,
}

impl Since {
    /// The moment it begins: nothing begins before it was acquired.
    pub fn begins(self) -> Instant {
        [self.last_seen, self.last_held, self.last_use].into_iter().flatten().fold(self.acquired, Instant::max)
    }
}

/// A rule of keeping, with the moments it begins from. What the rule does not look at is left absent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rule {
    pub since: Since,
    pub period: Period,
    pub at_least: Option<Period>,
}

/// When a holding's periods end.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Ends {
    /// It may not be used from then on, and is erased; `None`: nothing says when, as for an item a recipient holds.
    pub expires: Option<Instant>,
    /// A statute keeps it until then.
    pub kept_by_law_until: Option<Instant>,
}

/// When a period that began at `from` is over: with the local day it reaches.
pub fn end(zone: &Zone, from: Instant, period: Period) -> Instant {
    zone.end_of_period(from, period)
}

/// The shorter of what was shown and what is declared today; but what a statute keeps today is kept as long as it says, for no
/// promise is shorter than a statute.
pub fn ends(zone: &Zone, today: Option<Rule>, shown: Option<Rule>) -> Ends {
    let over = |rule: Rule| end(zone, rule.since.begins(), rule.period);
    let kept_by_law_until = today.and_then(|rule| Some(end(zone, rule.since.begins(), rule.at_least?)));
    let expires = [today, shown].into_iter().flatten().map(over).min();
    Ends { expires: expires.map(|end| kept_by_law_until.map_or(end, |kept| kept.max(end))), kept_by_law_until }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn tokyo() -> Zone {
        Zone::parse("Asia/Tokyo").unwrap()
    }

    fn since(acquired: &str) -> Since {
        Since { acquired: at(acquired), ..Since::default() }
    }

    fn rule(since: Since, period: &str, at_least: Option<&str>) -> Rule {
        Rule { since, period: period.parse().unwrap(), at_least: at_least.map(|text| text.parse().unwrap()) }
    }

    #[test]
    fn a_holding_ends_with_the_local_day_its_period_reaches() {
        let today = rule(since("2026-01-01T20:00:00Z"), "P1Y", None); // already the 2nd in Tokyo
        assert_eq!(ends(&tokyo(), Some(today), None).expires, Some(at("2027-01-02T15:00:00Z")));
    }

    #[test]
    fn the_shorter_of_old_and_new_applies_whichever_it_is() {
        let (long, short) =
            (rule(since("2026-01-01T00:00:00Z"), "P5Y", None), rule(since("2026-01-01T00:00:00Z"), "P1Y", None));
        let expected = Some(at("2027-01-01T15:00:00Z"));
        assert_eq!(ends(&tokyo(), Some(long), Some(short)).expires, expected);
        assert_eq!(ends(&tokyo(), Some(short), Some(long)).expires, expected);
    }

    #[test]
    fn what_a_statute_keeps_outlives_a_shorter_promise() {
        let books = rule(since("2026-01-01T00:00:00Z"), "P7Y", Some("P7Y"));
        let promised = rule(since("2026-01-01T00:00:00Z"), "P1Y", None);
        let ends = ends(&tokyo(), Some(books), Some(promised));
        assert_eq!(ends.expires, ends.kept_by_law_until);
        assert_eq!(ends.expires, Some(at("2033-01-01T15:00:00Z")));
    }

    #[test]
    fn a_period_begins_when_the_event_last_held_but_never_before_it_was_acquired() {
        let acquired = since("2026-01-10T00:00:00Z");
        let later = Since { last_held: Some(at("2026-05-01T00:00:00Z")), ..acquired };
        let before = Since { last_held: Some(at("2020-05-01T00:00:00Z")), ..acquired };
        assert_eq!(later.begins(), at("2026-05-01T00:00:00Z"));
        assert_eq!(before.begins(), acquired.acquired);
    }

    #[test]
    fn without_a_rule_there_is_no_end() {
        assert_eq!(ends(&tokyo(), None, None), Ends::default());
    }
}
