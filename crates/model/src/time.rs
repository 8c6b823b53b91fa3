//! Instants in microseconds UTC, civil dates and periods in a service's zone.

use jiff::{Timestamp, ToSpan, civil, tz::TimeZone};
use std::{fmt, str::FromStr};

/// A moment: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Instant(i64);

impl Instant {
    /// From microseconds since the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// This moment moved by so many microseconds; it stops at the ends of `i64`.
    #[must_use]
    pub const fn plus_micros(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// Reads RFC 3339, with any offset.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<Timestamp>().ok().map(|at| Self(at.as_microsecond()))
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 { Timestamp::MIN } else { Timestamp::MAX })
    }
}

/// RFC 3339 in UTC, to the microsecond where it has one.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(f)
    }
}
impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(f)
    }
}
impl serde::Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> serde::Deserialize<'de> for Instant {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not an RFC 3339 time"))
    }
}

/// A civil date, without a zone.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Date(civil::Date);

impl Date {
    /// The first date there is.
    pub const EARLIEST: Self = Self(civil::Date::MIN);
    /// The last one.
    pub const LATEST: Self = Self(civil::Date::MAX);

    /// A date, if the calendar has it.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(Self)
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i64 {
        (self.0 - civil::date(1970, 1, 1)).get_days().into()
    }

    /// Reads back what [`Date::days`] gave; `None`: no day there is.
    pub fn from_days(days: i64) -> Option<Self> {
        let span = jiff::Span::new().try_days(days).ok()?;
        civil::date(1970, 1, 1).checked_add(span).ok().map(Self)
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// This date and a civil period, clamped to the end of the month; the last date there is if it would go beyond.
    #[must_use]
    pub fn plus(self, period: Period) -> Self {
        self.0.checked_add(period.span()).map_or(Self(civil::Date::MAX), Self)
    }

    /// This date less a civil period, clamped likewise.
    #[must_use]
    pub fn minus(self, period: Period) -> Self {
        self.0.checked_sub(period.span()).map_or(Self(civil::Date::MIN), Self)
    }

    /// How many days from this date to a later one; negative if it is earlier.
    pub fn days_until(self, later: Self) -> i64 {
        later.days() - self.days()
    }
}

impl FromStr for Date {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        // jiff would take a whole timestamp too.
        if text.len() != 10 {
            return Err(PeriodError);
        }
        text.parse().map(Self).map_err(|_| PeriodError)
    }
}
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> serde::Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A civil period: years, months, days. Written in ISO 8601: `P1Y`, `P6M`, `P14D`, `P1Y6M`.
#[derive(Clone, Copy, Default, Eq, Hash, PartialEq)]
pub struct Period {
    years: u16,
    months: u16,
    days: u16,
}

/// A text is neither a period nor a date. It never repeats the text.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a civil period or date")]
pub struct PeriodError;

impl Period {
    /// So many years, months and days, each at most 9999.
    pub fn new(years: u16, months: u16, days: u16) -> Result<Self, PeriodError> {
        if years.max(months).max(days) > 9999 { Err(PeriodError) } else { Ok(Self { years, months, days }) }
    }

    /// So many days.
    pub const fn days(days: u16) -> Self {
        Self { years: 0, months: 0, days }
    }

    /// So many years.
    pub const fn years(years: u16) -> Self {
        Self { years, months: 0, days: 0 }
    }

    /// Years, months, days.
    pub const fn parts(self) -> (u16, u16, u16) {
        (self.years, self.months, self.days)
    }

    /// The length for comparing two periods: a year counts 365.25 days, a month a twelfth of that. Never for dates.
    pub fn days_about(self) -> f64 {
        f64::from(self.years) * 365.25 + f64::from(self.months) * (365.25 / 12.0) + f64::from(self.days)
    }

    /// Whether it is no time at all.
    pub const fn is_zero(self) -> bool {
        self.years == 0 && self.months == 0 && self.days == 0
    }

    fn span(self) -> jiff::Span {
        i64::from(self.years).years().months(i64::from(self.months)).days(i64::from(self.days))
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let mut rest = text.strip_prefix('P').filter(|rest| !rest.is_empty()).ok_or(PeriodError)?;
        let mut parts = [0_u16; 3];
        for (unit, part) in ['Y', 'M', 'D'].into_iter().zip(&mut parts) {
            if let Some((digits, after)) = rest.split_once(unit) {
                if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Err(PeriodError);
                }
                *part = digits.parse().map_err(|_| PeriodError)?;
                rest = after;
            }
        }
        if rest.is_empty() { Self::new(parts[0], parts[1], parts[2]) } else { Err(PeriodError) }
    }
}
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        for (count, unit) in [(self.years, 'Y'), (self.months, 'M')] {
            if count > 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        if self.days > 0 || (self.years == 0 && self.months == 0) {
            write!(f, "{}D", self.days)?;
        }
        Ok(())
    }
}
impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl serde::Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> serde::Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A time zone of the IANA database.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Zone(TimeZone);

/// There is no such time zone.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a time zone of the IANA database")]
pub struct ZoneError;

impl Zone {
    /// The zone of this IANA name.
    pub fn parse(name: &str) -> Result<Self, ZoneError> {
        TimeZone::get(name).map(Self).map_err(|_| ZoneError)
    }

    /// UTC.
    pub const UTC: Self = Self(TimeZone::UTC);

    /// The IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The local date of a moment.
    pub fn date(&self, at: Instant) -> Date {
        Date(self.0.to_datetime(at.timestamp()).date())
    }

    /// The first moment of a local day.
    pub fn start_of(&self, date: Date) -> Instant {
        self.0.to_timestamp(date.0.at(0, 0, 0, 0)).map_or(Instant(i64::MAX), |start| Instant(start.as_microsecond()))
    }

    /// The first moment after a local day: a period that ends with this day is over then.
    pub fn end_of(&self, date: Date) -> Instant {
        self.start_of(date.plus(Period::days(1)))
    }

    /// When a period that began at a moment is over: it ends with the local day it reaches.
    pub fn end_of_period(&self, from: Instant, period: Period) -> Instant {
        self.end_of(self.date(from).plus(period))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tokyo() -> Zone {
        Zone::parse("Asia/Tokyo").unwrap()
    }

    #[test]
    fn a_period_ends_with_the_local_day() {
        let from = Instant::parse("2027-01-14T15:30:00Z").unwrap(); // 00:30 on the 15th in Tokyo
        assert_eq!(tokyo().end_of_period(from, Period::days(14)).to_string(), "2027-01-29T15:00:00Z");
    }

    #[test]
    fn a_month_is_clamped_to_the_end_of_the_month() {
        let date: Date = "2027-01-31".parse().unwrap();
        assert_eq!(date.plus("P1M".parse().unwrap()).to_string(), "2027-02-28");
    }

    #[test]
    fn only_civil_periods_are_read() {
        for bad in ["", "P", "1Y", "PT1H", "P1W", "P-1D", "P1D2Y", "P12345D", "p1y", "P１D", "P1.5Y"] {
            assert!(bad.parse::<Period>().is_err(), "{bad}");
        }
        for good in ["P1Y", "P6M", "P14D", "P1Y6M", "P0D", "P1Y2M3D"] {
            assert_eq!(good.parse::<Period>().unwrap().to_string(), good);
        }
    }

    proptest! {
        #[test]
        fn days_read_back(days in -100_000_i64..1_000_000) {
            prop_assert_eq!(Date::from_days(days).unwrap().days(), days);
        }

        #[test]
        fn an_instant_reads_back(micros in -60_000_000_000_000_000_i64..200_000_000_000_000_000) {
            let at = Instant::from_micros(micros);
            prop_assert_eq!(Instant::parse(&at.to_string()), Some(at));
        }
    }
}
