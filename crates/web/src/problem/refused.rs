//! From a refusal of the door or the gate to a problem.

use super::{ClauseShown, Code, Need, Problem};
use crate::text::Both;
use axum::http::StatusCode;
use azukari_custody::{Refused, refused};
use azukari_model::Lang;

impl Problem {
    /// The problem a refusal is, for a caller of this service: its clauses are links into the published policy.
    pub(crate) fn refused(refused: Refused, service: &str) -> Self {
        let Refused { code, clauses, would_need, field, act, retry_after } = refused;
        let mut problem = match code {
            refused::Code::Door(code) => Self::new(Code::of_word(code.word()).unwrap_or(Code::Internal)),
            refused::Code::Gate(code) => Self::saying(
                StatusCode::from_u16(refused::Code::Gate(code).status().number()).unwrap_or(StatusCode::FORBIDDEN),
                code.word(),
                Both::new(code.sentence(Lang::Ja), code.sentence(Lang::En)),
                Both::new(code.permitted_if(Lang::Ja), code.permitted_if(Lang::En)),
            ),
        };
        let facts = &mut *problem.0;
        let waits = matches!(facts.status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
        facts.clauses = clauses
            .into_iter()
            .map(|clause| ClauseShown {
                href: format!("/{service}/policy#{}", clause.id),
                id: clause.id.to_string(),
                text: clause.text,
            })
            .collect();
        facts.would_need.extend(would_need.into_iter().map(|need| Need::Named(format!("{}: {}", need.what, need.of))));
        facts.field = field.map(String::from);
        facts.act = act;
        facts.retry_after = retry_after.or_else(|| (waits || facts.code == "not-yet-integrated").then_some(1));
        problem
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use azukari_custody::refused::WouldNeed;
    use azukari_model::Words;
    use azukari_policy::refusal::RefusalCode;

    #[test]
    fn a_refusal_of_the_gate_is_a_403_with_its_clause_and_what_would_help() {
        let mut refused = Refused::door(azukari_custody::DoorCode::Internal);
        refused.code = refused::Code::Gate(RefusalCode::PolicyConsentMissing);
        refused.clauses =
            vec![refused::ClauseShown { id: "purposes.news".into(), text: Words::both("お知らせ", "News") }];
        refused.would_need = vec![WouldNeed { what: "consent", of: "news".to_owned() }].into();
        let written = serde_json::to_value(Problem::refused(refused, "sessa").write(Lang::Ja, "7")).unwrap();
        assert_eq!(written["status"], 403);
        assert_eq!(written["code"], "policy-consent-missing");
        assert_eq!(written["title"], "本人の同意がありません。");
        assert_eq!(written["clauses"][0]["href"], "/sessa/policy#purposes.news");
        assert_eq!(written["clauses"][0]["text"], "お知らせ");
        assert_eq!(written["would-need"][1], "consent: news");
        assert_eq!(written["request"], "7");
    }

    #[test]
    fn the_limit_of_the_day_answers_later() {
        let mut refused = Refused::door(azukari_custody::DoorCode::Internal);
        refused.code = refused::Code::Gate(RefusalCode::CallerLimitReached);
        let problem = Problem::refused(refused, "sessa");
        assert_eq!(problem.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(problem.headers().count(), 1);
    }
}
