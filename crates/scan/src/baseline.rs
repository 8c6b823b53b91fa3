//! Findings a company knows and has accepted for a while. An acceptance has a reason, somebody who answers for it, and an end.

use crate::finding::Finding;
use azukari_model::Date;
use serde::Deserialize;

/// The file: `[[accept]]` with `finding`, `subject`, perhaps `tag`, `because`, `by`, `until`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    #[serde(default)]
    accept: Vec<Accept>,
}

/// One line of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accept {
    pub finding: String,
    #[serde(default)]
    pub subject: String,
    pub tag: Option<String>,
    pub because: String,
    pub by: String,
    pub until: String,
}

/// What is wrong with a line.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BaselineError {
    #[error("{0}")]
    NotToml(String),
    #[error("`until = \"{0}\"` is no date: write it as \"2027-03-31\"")]
    NoDate(String),
    #[error("`because` and `by` of `{0}` say nothing")]
    NoReason(String),
}

/// What came of a baseline.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Applied {
    /// Lines whose time is up: what they accepted counts again.
    pub expired: Vec<String>,
    /// Lines that accept nothing any more.
    pub unused: Vec<String>,
}

impl Baseline {
    /// Reads one.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let read: Self = toml::from_str(text).map_err(|error| BaselineError::NotToml(error.message().to_owned()))?;
        for line in &read.accept {
            line.until()?;
            if line.because.trim().is_empty() || line.by.trim().is_empty() {
                return Err(BaselineError::NoReason(line.finding.clone()));
            }
        }
        Ok(read)
    }

    /// Marks what is accepted on a day.
    pub fn apply(&self, findings: &mut [Finding], today: Date) -> Applied {
        let mut applied = Applied::default();
        for line in &self.accept {
            let name = format!("{} {}", line.finding, line.subject).trim_end().to_owned();
            let is_over = line.until().is_ok_and(|until| until < today);
            let meant: Vec<&mut Finding> = findings.iter_mut().filter(|finding| line.means(finding)).collect();
            if meant.is_empty() {
                applied.unused.push(name);
            } else if is_over {
                applied.expired.push(name);
            } else {
                for finding in meant {
                    finding.accepted = true;
                }
            }
        }
        applied
    }

    /// A baseline of what was found, for somebody to give reasons to.
    pub fn draft(findings: &[Finding], until: Date) -> String {
        let mut out = "# Findings that are accepted for a while. Say why and who answers for it: a line without either is refused.\n"
            .to_owned();
        for finding in findings.iter().filter(|finding| !finding.accepted) {
            out += &format!(
                "\n[[accept]]\nfinding = {:?}\nsubject = {:?}\n",
                finding.code.word(),
                finding.subject.escape_default().to_string()
            );
            if let Some(tag) = &finding.tag {
                out += &format!("tag     = {:?}\n", tag.as_str());
            }
            out += &format!("because = \"\"\nby      = \"\"\nuntil   = \"{until}\"\n");
        }
        out
    }
}

impl Accept {
    fn until(&self) -> Result<Date, BaselineError> {
        self.until.parse().map_err(|_| BaselineError::NoDate(self.until.clone()))
    }

    fn means(&self, finding: &Finding) -> bool {
        self.finding == finding.code.word()
            && self.subject == finding.subject
            && self.tag.as_deref().is_none_or(|tag| finding.tag.as_deref() == Some(tag))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::FindingCode;
    use std::collections::BTreeSet;

    fn finding(subject: &str) -> Finding {
        Finding {
            code: FindingCode::UndeclaredHost,
            subject: subject.to_owned(),
            tag: None,
            detail: [String::new(), String::new()],
            places: BTreeSet::new(),
            vendor: None,
            accepted: false,
        }
    }

    fn line(subject: &str, until: &str) -> String {
        format!(
            "[[accept]]\nfinding = \"undeclared-host\"\nsubject = \"{subject}\"\nbecause = \"goes on 1 March\"\nby = \"K.\"\nuntil = \"{until}\"\n"
        )
    }

    #[test]
    fn what_is_accepted_counts_again_when_its_time_is_up() {
        let text = [line("a.example", "2027-03-01"), line("b.example", "2027-02-28"), line("c.example", "2027-03-01")];
        let baseline = Baseline::parse(&text.concat()).unwrap();
        let mut findings = [finding("a.example"), finding("b.example"), finding("d.example")];
        let applied = baseline.apply(&mut findings, "2027-03-01".parse().unwrap());
        assert_eq!(findings.each_ref().map(|one| one.accepted), [true, false, false]);
        assert_eq!(applied.expired, ["undeclared-host b.example"]);
        assert_eq!(applied.unused, ["undeclared-host c.example"]);
    }

    #[test]
    fn a_line_without_a_reason_an_answerer_or_an_end_is_refused() {
        let good = line("a.example", "2027-03-01");
        assert!(Baseline::parse(&good).is_ok());
        for (from, to) in [
            ("\"goes on 1 March\"", "\" \""),
            ("by = \"K.\"\n", ""),
            ("2027-03-01", "soon"),
            ("because", "reason"),
            ("[[accept]]", "[accept"),
        ] {
            assert!(Baseline::parse(&good.replace(from, to)).is_err(), "{from}");
        }
    }

    #[test]
    fn a_draft_is_refused_until_somebody_gives_reasons() {
        let draft = Baseline::draft(&[finding("a.example")], "2027-03-01".parse().unwrap());
        assert!(Baseline::parse(&draft).is_err());
        let filled = draft.replace("because = \"\"", "because = \"known\"").replace("by      = \"\"", "by = \"K.\"");
        assert!(Baseline::parse(&filled).is_ok(), "{filled}");
    }
}
