//! `azukari scan`: what browsers send from a site, against what its policy says.

use super::compile;
use crate::{
    args::scan::{Scan, ScanFormat},
    environment::{self, Context},
    folder,
    printer::Exit,
    said::{
        Said,
        sentences::{BAD_BASELINE, NOT_A_PAGE, NOT_A_STATE, NOT_YOUR_SITE},
        shown,
    },
    write::replace_all,
};
use anyhow::Result;
use azukari_model::{Lang, Period};
use azukari_policy::{
    declared::{Policy, Tag},
    vocabulary::{Load, Platform},
};
use azukari_scan::{
    address::Address,
    baseline::Baseline,
    browser::{self, Options, Plan, Step},
    catalogue::Catalogue,
    compare,
    finding::{Finding, Weight},
    observed::State,
    report::{self, Report},
};
use std::{collections::BTreeSet, path::Path, time::Duration};

/// How long a drafted acceptance counts.
const DRAFT_FOR: Period = Period::days(90);

/// Looks, compares, prints. Exit 1 if an error counts that nobody accepted; with `--strict` a warning too.
pub(super) fn run(arguments: &Scan, context: Context) -> Result<Exit> {
    let (policy, _) = compile(&folder::load(&arguments.policy)?, context)?;
    let plan = plan(arguments, &policy)?;
    let baseline = arguments.baseline.as_deref().map(read_baseline).transpose()?;
    let options = options(arguments, context)?;
    let tell = |step: Step<'_>| context.printer.talk(&context.printer.dim(&progress(&step, context.lang)));
    let observed =
        super::runtime()?.block_on(browser::scan(&options, &plan, &tell)).map_err(|error| Said::new(error.told()))?;
    let mut findings = compare::compare(&policy, &observed, &Catalogue::own());
    let today = arguments.today.unwrap_or_else(environment::today);
    if let Some(baseline) = &baseline {
        let applied = baseline.apply(&mut findings, today);
        told(&applied.expired, "受容の期限が切れています", "no longer accepted, its time is up", context);
        told(
            &applied.unused,
            "もう見つかりません。基準ファイルから消せます",
            "not found any more: take it out of the baseline",
            context,
        );
    }
    if let Some(path) = &arguments.write_baseline {
        replace_all(&[(path.clone(), Baseline::draft(&findings, today.plus(DRAFT_FOR)))])?;
    }
    let report = Report { findings: &findings, observed: &observed };
    context.printer.data(print(&report, arguments.format, context).trim_end());
    Ok(exit(&findings, arguments.strict))
}

fn exit(findings: &[Finding], strict: bool) -> Exit {
    let counts = |finding: &Finding| !finding.accepted && (strict || finding.code.weight() == Weight::Error);
    if findings.iter().any(counts) { Exit::Problems } else { Exit::Clean }
}

fn print(report: &Report<'_>, format: ScanFormat, context: Context) -> String {
    let lang = context.lang;
    match format {
        ScanFormat::Human => report::human(report, lang, &|weight, text| match weight {
            Weight::Error => context.printer.red(text),
            Weight::Warning => context.printer.bold(text),
        }),
        ScanFormat::Json => report::json(report, lang),
        ScanFormat::Sarif => report::sarif(report, lang),
        ScanFormat::Junit => report::junit(report, lang),
        ScanFormat::Markdown => report::markdown(report, lang),
    }
}

fn progress(step: &Step<'_>, lang: Lang) -> String {
    match step {
        Step::Visit { number, of, page, state } => format!("[{number}/{of}] {page} ({})", state.word()),
        Step::WayOut { number, of, address } => {
            format!("[{number}/{of}] {} {}", lang.pick("オプトアウトの確認", "way out"), browser::shown(address))
        }
    }
}

fn told(lines: &[String], ja: &str, en: &str, context: Context) {
    for line in lines {
        let line = azukari_policy::letters::shown(line);
        context.printer.talk(&format!("{line}{}{}", context.lang.pick("：", ": "), context.lang.pick(ja, en)));
    }
}

fn options(arguments: &Scan, context: Context) -> Result<Options> {
    let path = environment::path();
    let chrome =
        browser::find(arguments.chrome_path.as_deref(), path.as_deref()).map_err(|error| Said::new(error.told()))?;
    let is_root = rustix::process::geteuid().is_root();
    if is_root {
        context.printer.talk(context.lang.pick(
            "root で動いているため、Chromium を --no-sandbox で起動します。信頼できるページだけを指定してください",
            "running as root: Chromium starts with --no-sandbox; give only pages you trust",
        ));
    }
    Ok(Options {
        chrome,
        arguments: arguments.chrome_arg.clone(),
        is_root,
        quiet: Duration::from_millis(arguments.quiet.clamp(50, 60_000)),
        deadline: Duration::from_secs(arguments.deadline.clamp(1, 600)),
    })
}

/// What to look at: pages of hosts that are the company's own, and the states its policy makes a difference of.
fn plan(arguments: &Scan, policy: &Policy) -> Result<Plan> {
    let mut pages = arguments.pages.clone();
    if let Some(file) = &arguments.urls {
        let file = folder::read(file)?;
        pages.extend(
            file.text
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty() && !line.starts_with('#'))
                .map(str::to_owned),
        );
    }
    for page in &pages {
        let page_shown = browser::shown(page);
        let address = Address::parse(page).filter(|address| address.scheme.starts_with("http"));
        let Some(address) = address else {
            return Err(Said::new(NOT_A_PAGE.with([("url", &page_shown)])).into());
        };
        if !arguments.i_own_this_site && !policy.service.sites.contains(&address.host) {
            return Err(Said::new(NOT_YOUR_SITE.with([("host", &address.host)])).into());
        }
    }
    let tags: Vec<&Tag> = policy.tags.iter().filter(|tag| tag.on.contains(&Platform::Web)).collect();
    let ways_out: BTreeSet<String> = tags.iter().flat_map(|tag| tag.opt_out.iter().cloned()).collect();
    Ok(Plan {
        pages,
        states: states(arguments, &tags)?,
        wants_notice: !tags.is_empty(),
        ways_out: if arguments.no_ways_out { Vec::new() } else { ways_out.into_iter().collect() },
    })
}

/// The states asked for; else all of them, where some tag waits for a choice.
fn states(arguments: &Scan, tags: &[&Tag]) -> Result<Vec<State>> {
    let gated: BTreeSet<String> =
        tags.iter().filter(|tag| tag.load != Load::Always).map(|tag| tag.category.to_string()).collect();
    let categories = || gated.iter().cloned().map(State::Category);
    if arguments.state.is_empty() {
        let mut all = vec![State::Fresh];
        if !gated.is_empty() {
            all.extend([State::Refused, State::Accepted]);
            all.extend(categories());
            all.extend([State::Withdrawn, State::Gpc, State::Returning]);
        }
        return Ok(all);
    }
    let mut states = Vec::new();
    for word in &arguments.state {
        match (word.as_str(), word.strip_prefix("category:")) {
            ("fresh", _) => states.push(State::Fresh),
            ("refused", _) => states.push(State::Refused),
            ("accepted", _) => states.push(State::Accepted),
            ("withdrawn", _) => states.push(State::Withdrawn),
            ("gpc", _) => states.push(State::Gpc),
            ("returning", _) => states.push(State::Returning),
            ("category", _) => states.extend(categories()),
            (_, Some(id)) if gated.contains(id) => states.push(State::Category(id.to_owned())),
            _ => {
                let word = azukari_policy::letters::shown(word);
                return Err(Said::new(NOT_A_STATE.with([("state", &word)])).into());
            }
        }
    }
    Ok(states)
}

fn read_baseline(path: &Path) -> Result<Baseline> {
    let file = folder::read(path)?;
    Baseline::parse(&file.text).map_err(|error| {
        let why = azukari_policy::letters::shown(&error.to_string());
        Said::new(BAD_BASELINE.with([("path", &shown(path)), ("why", &why)])).into()
    })
}
