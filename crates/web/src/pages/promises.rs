//! The promise board: each clause, how it is kept, by what, and the latest evidence. What is overdue is red.
//!
//! Anybody may read it, so it names no person, no account and no case: counts, days and proofs alone.

mod keeper;

use super::{
    layout::{Page, Reader, Shell, show},
    service,
};
use crate::{problem::Problem, state::AppState};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use azukari_custody::board::{BoardEvidence, LastAct};
use azukari_model::{Language, Name};
use azukari_policy::{
    board::{self, Kept, Promise},
    declared::{Keeper, Operation, Policy},
    publish::phrase,
    vocabulary::Family,
};

#[derive(Debug, Template)]
#[template(path = "promises.html")]
pub(super) struct PromisesPage {
    pub(super) shell: Shell,
    alarms: Vec<String>,
    tally: Vec<Tally>,
    total: usize,
    last_record: Option<Record>,
    retention: String,
    promises: Vec<Row>,
}

/// How many clauses are kept so.
#[derive(Debug)]
struct Tally {
    word: &'static str,
    label: &'static str,
    meaning: &'static str,
    count: usize,
    /// How many come before them in the bar.
    before: usize,
}

/// A record that can be proven.
#[derive(Debug)]
struct Record {
    at: String,
    href: String,
}

/// A clause.
#[derive(Debug)]
struct Row {
    word: &'static str,
    kept: &'static str,
    href: String,
    title: String,
    words: String,
    by: Vec<By>,
    /// What stands where nothing keeps it.
    without: &'static str,
    late: Vec<String>,
    evidence: Vec<Evidence>,
    /// What stands where there is no evidence.
    unproven: &'static str,
    is_late: bool,
}

/// What keeps a clause.
#[derive(Debug)]
struct By {
    kind: &'static str,
    name: String,
}

/// One line of evidence.
#[derive(Debug)]
struct Evidence {
    text: String,
    href: Option<String>,
}

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/{service}/promises", get(promises))
}

async fn promises(
    State(state): State<AppState>,
    reader: Reader,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    let found = service::find(&state, &name).await?;
    let running = service::running(&found)?;
    let language = service::language(&running.policy, reader)?;
    let evidence = state.door()?.board_evidence(&name).await.map_err(|refused| Problem::refused(refused, &name))?;
    let page = PromisesPage::new(&running.policy, running.operation.as_deref(), &evidence, language, reader);
    Ok(show(&page, language))
}

impl PromisesPage {
    pub(super) fn new(
        policy: &Policy,
        operation: Option<&Operation>,
        evidence: &BoardEvidence,
        language: Language,
        reader: Reader,
    ) -> Self {
        let title = phrase::pick(language, "約束の状況", "Promises");
        let shell = service::shell(policy, language, reader, Page::Promises, title);
        let promises: Vec<Promise> =
            board::promises(policy, operation).into_iter().filter(|promise| !promise.is_outer).collect();
        let view = View { policy, evidence, language, shell: &shell };
        let rows = promises.iter().map(|promise| view.row(promise)).collect();
        let alarms = view.alarms();
        let last_record = evidence.last_record.as_ref().map(|record| view.record(record));
        let (tally, retention, total) = (tally(&promises, language), view.retention(), promises.len());
        Self { alarms, tally, total, last_record, retention, promises: rows, shell }
    }
}

/// What the rows are made from.
struct View<'a> {
    policy: &'a Policy,
    evidence: &'a BoardEvidence,
    language: Language,
    shell: &'a Shell,
}

impl View<'_> {
    fn say(&self, ja: &'static str, en: &'static str) -> &'static str {
        phrase::pick(self.language, ja, en)
    }

    fn row(&self, promise: &Promise) -> Row {
        let text = promise.text.in_language(self.language);
        let title = promise.title.get(self.language).unwrap_or_default();
        let late: Vec<String> = promise.by.iter().filter_map(|(keeper, _)| self.late(keeper)).collect();
        Row {
            word: promise.kept.word(),
            kept: promise.kept.label(self.language),
            href: self.shell.to(&format!("{}#{}", Page::Policy.path(&self.policy.service.id), promise.clause)),
            title: title.to_owned(),
            words: without_title(text, title).to_owned(),
            by: promise.by.iter().map(|(keeper, _)| self.by(keeper)).collect(),
            without: match promise.kept {
                Kept::Statement => self.say("守らせるものはありません", "nothing to keep"),
                _ => self.say("まだ何も守らせていません", "kept by nothing yet"),
            },
            unproven: match promise.kept {
                Kept::Statement => "–",
                _ => self.say("まだありません", "none yet"),
            },
            is_late: !late.is_empty(),
            late,
            evidence: self.evidence_of(promise),
        }
    }

    fn by(&self, keeper: &Keeper) -> By {
        By { kind: keeper::kind(keeper, self.language), name: keeper::name(self.policy, keeper, self.language) }
    }

    /// A measure whose evidence is overdue.
    fn late(&self, keeper: &Keeper) -> Option<String> {
        let Keeper::Declared(Family::Measure, id) = keeper else { return None };
        let measure = self.evidence.measures.get(id.as_str()).filter(|measure| measure.overdue)?;
        let missing = measure.missing.len();
        let Some(due) = measure.due.map(|due| phrase::date(self.language, due)) else {
            return Some(match (self.language, missing) {
                (Language::JA, 0) => "実施の記録がまだ一度もありません".to_owned(),
                (Language::JA, _) => format!("実施の記録が{missing}件足りません"),
                (_, 0) => "never attested yet".to_owned(),
                (_, _) => format!("{missing} without evidence"),
            });
        };
        Some(match (self.language, missing) {
            (Language::JA, 0) => format!("実施の記録が期限を過ぎています（期限：{due}）"),
            (Language::JA, _) => format!("実施の記録が{missing}件足りません（期限：{due}）"),
            (_, 0) => format!("evidence overdue (due {due})"),
            (_, _) => format!("{missing} without evidence (due {due})"),
        })
    }

    fn evidence_of(&self, promise: &Promise) -> Vec<Evidence> {
        let mut lines = Vec::new();
        if let Some(act) = self.evidence.last_act.get(promise.clause.as_str()) {
            let record = self.record(act);
            lines.push(Evidence {
                text: format!("{}{}", self.say("最後の行為：", "last act: "), record.at),
                href: Some(record.href),
            });
        }
        for (keeper, _) in &promise.by {
            lines.extend(self.attested(keeper));
        }
        lines
    }

    /// When a measure was last attested, and until when that counts.
    fn attested(&self, keeper: &Keeper) -> Option<Evidence> {
        let Keeper::Declared(Family::Measure, id) = keeper else { return None };
        let measure = self.evidence.measures.get(id.as_str())?;
        let last = phrase::date(self.language, self.policy.service.zone.date(measure.last?));
        let next = measure.due.filter(|_| !measure.overdue).map(|due| phrase::date(self.language, due));
        let label = self.policy.measure(id).map(|measure| measure.label.in_language(self.language)).unwrap_or_default();
        let text = match (self.language, next) {
            (Language::JA, Some(next)) => format!("{label}：{last}に実施を記録（次の期限：{next}）"),
            (Language::JA, None) => format!("{label}：{last}に実施を記録"),
            (_, Some(next)) => format!("{label}: attested {last} (next due {next})"),
            (_, None) => format!("{label}: attested {last}"),
        };
        Some(Evidence { text, href: None })
    }

    fn record(&self, act: &LastAct) -> Record {
        Record { at: service::moment(self.policy, self.language, act.at), href: format!("/ledger/proof/{}", act.act) }
    }

    /// When the retention of records ran, and what it does next.
    fn retention(&self) -> String {
        let retention = &self.evidence.retention;
        let last = retention.last_run.map(|at| service::moment(self.policy, self.language, at));
        let next = retention.next.map(|day| phrase::date(self.language, day));
        let last = match (self.language, last) {
            (Language::JA, Some(last)) => format!("保存期間が終わった記録の破棄：最後の実行 {last}"),
            (Language::JA, None) => "保存期間が終わった記録の破棄：まだ実行していません".to_owned(),
            (_, Some(last)) => format!("Retention of records last ran: {last}"),
            (_, None) => "Retention of records has not run yet".to_owned(),
        };
        match (self.language, next) {
            (Language::JA, Some(next)) => format!("{last}、次の破棄 {next}"),
            (_, Some(next)) => format!("{last}, next {next}"),
            (_, None) => last,
        }
    }

    /// What somebody has to look after now.
    fn alarms(&self) -> Vec<String> {
        let evidence = self.evidence;
        let mut alarms = Vec::new();
        let mut counted = |count: u64, ja: &str, en: &str| {
            if count > 0 {
                let (before, after) = if self.language == Language::JA { (ja, "件") } else { (en, "") };
                alarms.push(format!("{before}{count}{after}"));
            }
        };
        counted(
            evidence.overdue_erasures.len() as u64,
            "期限までに消去を確認できていない自社システム：",
            "Erasures that a system has not confirmed in time: ",
        );
        counted(
            evidence.overdue_holdings,
            "期間が過ぎて、まだ消去していない保有情報：",
            "Holdings past their period, not erased yet: ",
        );
        counted(
            evidence.retention.overdue,
            "保存期間が過ぎて、まだ破棄していない記録の月：",
            "Months of records past their period, not destroyed yet: ",
        );
        counted(
            evidence.limits_reached.len() as u64,
            "今日、扱える人数の上限に達したアカウント：",
            "Accounts that reached their people of the day: ",
        );
        let is_late = |name: &Name| evidence.measures.get(name.as_str()).is_some_and(|measure| measure.overdue);
        let late = self.policy.measures.iter().filter(|measure| is_late(&measure.id)).count();
        counted(late as u64, "実施記録の期限を過ぎた安全管理措置：", "Measures whose evidence is overdue: ");
        if evidence.not_running.is_some() {
            alarms.push(
                self.say(
                    "新しい版が動いていません。運用者がログを確かめてください。",
                    "A newer version does not run; the operator finds the reason in the log.",
                )
                .to_owned(),
            );
        }
        if evidence.ledger.stopped.is_some() {
            alarms.push(
                self.say("記録簿の番号付けが止まっています。", "The sequencer of the ledger has stopped.").to_owned(),
            );
        }
        alarms
    }
}

/// The words of a clause after the title it begins with, and after the number before that.
fn without_title<'t>(text: &'t str, title: &str) -> &'t str {
    let bare = text.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.' || letter == ' ');
    let rest = if title.is_empty() { None } else { bare.strip_prefix(title) };
    let ends = ['。', '.', '：', ':', '\n'];
    // A sentence that goes on after the words in bold is shown whole.
    let rest = rest.filter(|rest| rest.is_empty() || rest.starts_with(ends));
    rest.map_or(text, |rest| rest.trim_start_matches(|letter: char| ends.contains(&letter) || letter.is_whitespace()))
}

/// The strongest first; what is not kept yet last.
fn tally(promises: &[Promise], language: Language) -> Vec<Tally> {
    let mut before = 0;
    let mut tally = Vec::new();
    for kept in Kept::ALL.iter().rev().copied() {
        let count = promises.iter().filter(|promise| promise.kept == kept).count();
        let (word, label, meaning) = (kept.word(), kept.label(language), meaning(kept, language));
        tally.push(Tally { word, label, meaning, count, before });
        before += count;
    }
    tally
}

fn meaning(kept: Kept, language: Language) -> &'static str {
    let (ja, en) = match kept {
        Kept::Enforced => ("反する行為はプログラムが断る", "the program refuses what breaks it"),
        Kept::Asked => ("自社システムが判定を求める", "the company's system asks first"),
        Kept::Attested => ("人が行い、証拠を残す", "people do it and leave evidence"),
        Kept::Statement => ("守らせる対象がない", "there is nothing to keep"),
        Kept::NotYet => ("まだ守らせていない", "kept by nothing yet"),
    };
    phrase::pick(language, ja, en)
}
