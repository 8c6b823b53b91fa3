//! The page of each code: what it means, why, an example, what to write instead, the article; in Japanese and English.
//!
//! A page stands under `pages/`: diagnostics, refusals, changes between versions, guarantees. Its heading is the code.

use azukari_model::Lang;

/// The page of a code in a language, as Markdown without its heading; `None`: there is no such code.
pub fn page(code: &str, lang: Lang) -> Option<&'static str> {
    let (_, text) = PAGES.iter().find(|(known, _)| *known == code)?;
    let (_, from_ja) = text.split_once("\n## ja\n")?;
    let (ja, en) = from_ja.split_once("\n## en\n")?;
    Some(lang.pick(ja, en).trim())
}

/// Every code that has a page: diagnostics, refusals, changes, guarantees, each sorted by name.
pub fn codes() -> impl Iterator<Item = &'static str> {
    PAGES.iter().map(|(code, _)| *code)
}

#[rustfmt::skip]
static PAGES: &[(&str, &str)] = &[
    ("acceptance-unused", include_str!("../pages/diagnostics/acceptance-unused.md")),
    ("ad-mail-to-customers", include_str!("../pages/diagnostics/ad-mail-to-customers.md")),
    ("ad-mail-without-consent", include_str!("../pages/diagnostics/ad-mail-without-consent.md")),
    ("answer-late", include_str!("../pages/diagnostics/answer-late.md")),
    ("approves-own", include_str!("../pages/diagnostics/approves-own.md")),
    ("asks-too-much", include_str!("../pages/diagnostics/asks-too-much.md")),
    ("bad-duration", include_str!("../pages/diagnostics/bad-duration.md")),
    ("bad-id", include_str!("../pages/diagnostics/bad-id.md")),
    ("bad-value", include_str!("../pages/diagnostics/bad-value.md")),
    ("breakdown-identifies", include_str!("../pages/diagnostics/breakdown-identifies.md")),
    ("bulk-outside-role", include_str!("../pages/diagnostics/bulk-outside-role.md")),
    ("bundled-consent", include_str!("../pages/diagnostics/bundled-consent.md")),
    ("card-number-held", include_str!("../pages/diagnostics/card-number-held.md")),
    ("circular", include_str!("../pages/diagnostics/circular.md")),
    ("class-weaker", include_str!("../pages/diagnostics/class-weaker.md")),
    ("clause-astray", include_str!("../pages/diagnostics/clause-astray.md")),
    ("clause-not-yet", include_str!("../pages/diagnostics/clause-not-yet.md")),
    ("contact-missing", include_str!("../pages/diagnostics/contact-missing.md")),
    ("date-order", include_str!("../pages/diagnostics/date-order.md")),
    ("declaration-unpublished", include_str!("../pages/diagnostics/declaration-unpublished.md")),
    ("decline-too-wide", include_str!("../pages/diagnostics/decline-too-wide.md")),
    ("default-forbidden", include_str!("../pages/diagnostics/default-forbidden.md")),
    ("duplicate-clause", include_str!("../pages/diagnostics/duplicate-clause.md")),
    ("entrustee-without-agreement", include_str!("../pages/diagnostics/entrustee-without-agreement.md")),
    ("event-long-lived", include_str!("../pages/diagnostics/event-long-lived.md")),
    ("event-momentary", include_str!("../pages/diagnostics/event-momentary.md")),
    ("event-unreported", include_str!("../pages/diagnostics/event-unreported.md")),
    ("event-unused", include_str!("../pages/diagnostics/event-unused.md")),
    ("exception-not-in-law", include_str!("../pages/diagnostics/exception-not-in-law.md")),
    ("exception-without-approver", include_str!("../pages/diagnostics/exception-without-approver.md")),
    ("fee-not-allowed", include_str!("../pages/diagnostics/fee-not-allowed.md")),
    ("file-unknown", include_str!("../pages/diagnostics/file-unknown.md")),
    ("file-unreadable", include_str!("../pages/diagnostics/file-unreadable.md")),
    ("foreign-without-route", include_str!("../pages/diagnostics/foreign-without-route.md")),
    ("guarantee-idle", include_str!("../pages/diagnostics/guarantee-idle.md")),
    ("held-by-another", include_str!("../pages/diagnostics/held-by-another.md")),
    ("identity-weak", include_str!("../pages/diagnostics/identity-weak.md")),
    ("incident-missing", include_str!("../pages/diagnostics/incident-missing.md")),
    ("item-in-two-systems", include_str!("../pages/diagnostics/item-in-two-systems.md")),
    ("item-without-keep", include_str!("../pages/diagnostics/item-without-keep.md")),
    ("item-without-purpose", include_str!("../pages/diagnostics/item-without-purpose.md")),
    ("item-without-source", include_str!("../pages/diagnostics/item-without-source.md")),
    ("joint-use-incomplete", include_str!("../pages/diagnostics/joint-use-incomplete.md")),
    ("keep-below-statute", include_str!("../pages/diagnostics/keep-below-statute.md")),
    ("keep-self-renewing", include_str!("../pages/diagnostics/keep-self-renewing.md")),
    ("label-missing", include_str!("../pages/diagnostics/label-missing.md")),
    ("label-twice", include_str!("../pages/diagnostics/label-twice.md")),
    ("languages-differ", include_str!("../pages/diagnostics/languages-differ.md")),
    ("linking-unconfirmed", include_str!("../pages/diagnostics/linking-unconfirmed.md")),
    ("literal-fact", include_str!("../pages/diagnostics/literal-fact.md")),
    ("loads-before-choice", include_str!("../pages/diagnostics/loads-before-choice.md")),
    ("lookup-guessable", include_str!("../pages/diagnostics/lookup-guessable.md")),
    ("measure-without-role", include_str!("../pages/diagnostics/measure-without-role.md")),
    ("missing-key", include_str!("../pages/diagnostics/missing-key.md")),
    ("missing-language", include_str!("../pages/diagnostics/missing-language.md")),
    ("name-taken", include_str!("../pages/diagnostics/name-taken.md")),
    ("nested-set", include_str!("../pages/diagnostics/nested-set.md")),
    ("opens-own-gate", include_str!("../pages/diagnostics/opens-own-gate.md")),
    ("operation-missing", include_str!("../pages/diagnostics/operation-missing.md")),
    ("others-purpose-held", include_str!("../pages/diagnostics/others-purpose-held.md")),
    ("out-harder-than-in", include_str!("../pages/diagnostics/out-harder-than-in.md")),
    ("outside-purpose", include_str!("../pages/diagnostics/outside-purpose.md")),
    ("paper-withdrawn", include_str!("../pages/diagnostics/paper-withdrawn.md")),
    ("personal-without-ground", include_str!("../pages/diagnostics/personal-without-ground.md")),
    ("profiling-unsaid", include_str!("../pages/diagnostics/profiling-unsaid.md")),
    ("prose-missing", include_str!("../pages/diagnostics/prose-missing.md")),
    ("provision-without-role", include_str!("../pages/diagnostics/provision-without-role.md")),
    ("purpose-never-shown", include_str!("../pages/diagnostics/purpose-never-shown.md")),
    ("purpose-not-shown", include_str!("../pages/diagnostics/purpose-not-shown.md")),
    ("purpose-shown-idle", include_str!("../pages/diagnostics/purpose-shown-idle.md")),
    ("purpose-unreached", include_str!("../pages/diagnostics/purpose-unreached.md")),
    ("purpose-vague", include_str!("../pages/diagnostics/purpose-vague.md")),
    ("purpose-without-item", include_str!("../pages/diagnostics/purpose-without-item.md")),
    ("purpose-without-role", include_str!("../pages/diagnostics/purpose-without-role.md")),
    ("raw-though-derived", include_str!("../pages/diagnostics/raw-though-derived.md")),
    ("receipt-unconfirmed", include_str!("../pages/diagnostics/receipt-unconfirmed.md")),
    ("recipient-unreached", include_str!("../pages/diagnostics/recipient-unreached.md")),
    ("right-missing", include_str!("../pages/diagnostics/right-missing.md")),
    ("right-without-role", include_str!("../pages/diagnostics/right-without-role.md")),
    ("role-empty", include_str!("../pages/diagnostics/role-empty.md")),
    ("role-unlimited", include_str!("../pages/diagnostics/role-unlimited.md")),
    ("route-not-open", include_str!("../pages/diagnostics/route-not-open.md")),
    ("safety-heading-missing", include_str!("../pages/diagnostics/safety-heading-missing.md")),
    ("scope-open", include_str!("../pages/diagnostics/scope-open.md")),
    ("secret-as-item", include_str!("../pages/diagnostics/secret-as-item.md")),
    ("set-unused", include_str!("../pages/diagnostics/set-unused.md")),
    ("small-groups", include_str!("../pages/diagnostics/small-groups.md")),
    ("source-purposes-open", include_str!("../pages/diagnostics/source-purposes-open.md")),
    ("source-without-role", include_str!("../pages/diagnostics/source-without-role.md")),
    ("special-care-opt-out", include_str!("../pages/diagnostics/special-care-opt-out.md")),
    ("special-care-without-consent", include_str!("../pages/diagnostics/special-care-without-consent.md")),
    ("statement-bound", include_str!("../pages/diagnostics/statement-bound.md")),
    ("tag-content-unknown", include_str!("../pages/diagnostics/tag-content-unknown.md")),
    ("tag-identifies", include_str!("../pages/diagnostics/tag-identifies.md")),
    ("tag-incomplete", include_str!("../pages/diagnostics/tag-incomplete.md")),
    ("tag-reads-input", include_str!("../pages/diagnostics/tag-reads-input.md")),
    ("tag-sends-personal", include_str!("../pages/diagnostics/tag-sends-personal.md")),
    ("third-party-without-ground", include_str!("../pages/diagnostics/third-party-without-ground.md")),
    ("toml-syntax", include_str!("../pages/diagnostics/toml-syntax.md")),
    ("unknown-clause", include_str!("../pages/diagnostics/unknown-clause.md")),
    ("unknown-guarantee", include_str!("../pages/diagnostics/unknown-guarantee.md")),
    ("unknown-id", include_str!("../pages/diagnostics/unknown-id.md")),
    ("unknown-key", include_str!("../pages/diagnostics/unknown-key.md")),
    ("unknown-placeholder", include_str!("../pages/diagnostics/unknown-placeholder.md")),
    ("unknown-rules", include_str!("../pages/diagnostics/unknown-rules.md")),
    ("unknown-table", include_str!("../pages/diagnostics/unknown-table.md")),
    ("unused-default", include_str!("../pages/diagnostics/unused-default.md")),
    ("way-out-missing", include_str!("../pages/diagnostics/way-out-missing.md")),
    ("way-unreachable", include_str!("../pages/diagnostics/way-unreachable.md")),
    ("wrong-family", include_str!("../pages/diagnostics/wrong-family.md")),
    ("wrong-file", include_str!("../pages/diagnostics/wrong-file.md")),
    ("caller-approver-not-entitled", include_str!("../pages/refusals/caller-approver-not-entitled.md")),
    ("caller-approves-own", include_str!("../pages/refusals/caller-approves-own.md")),
    ("caller-attests-own", include_str!("../pages/refusals/caller-attests-own.md")),
    ("caller-lacks-bulk", include_str!("../pages/refusals/caller-lacks-bulk.md")),
    ("caller-lacks-consent", include_str!("../pages/refusals/caller-lacks-consent.md")),
    ("caller-lacks-event", include_str!("../pages/refusals/caller-lacks-event.md")),
    ("caller-lacks-find", include_str!("../pages/refusals/caller-lacks-find.md")),
    ("caller-lacks-handling", include_str!("../pages/refusals/caller-lacks-handling.md")),
    ("caller-lacks-import", include_str!("../pages/refusals/caller-lacks-import.md")),
    ("caller-lacks-item", include_str!("../pages/refusals/caller-lacks-item.md")),
    ("caller-lacks-measure", include_str!("../pages/refusals/caller-lacks-measure.md")),
    ("caller-lacks-provision", include_str!("../pages/refusals/caller-lacks-provision.md")),
    ("caller-lacks-purpose", include_str!("../pages/refusals/caller-lacks-purpose.md")),
    ("caller-lacks-source", include_str!("../pages/refusals/caller-lacks-source.md")),
    ("caller-lacks-statistic", include_str!("../pages/refusals/caller-lacks-statistic.md")),
    ("caller-limit-reached", include_str!("../pages/refusals/caller-limit-reached.md")),
    ("caller-unpledged", include_str!("../pages/refusals/caller-unpledged.md")),
    ("policy-agent-not-accepted", include_str!("../pages/refusals/policy-agent-not-accepted.md")),
    ("policy-agent-unproven", include_str!("../pages/refusals/policy-agent-unproven.md")),
    ("policy-agreement-expired", include_str!("../pages/refusals/policy-agreement-expired.md")),
    ("policy-agreement-missing", include_str!("../pages/refusals/policy-agreement-missing.md")),
    ("policy-approval-missing", include_str!("../pages/refusals/policy-approval-missing.md")),
    ("policy-breakdown-not-declared", include_str!("../pages/refusals/policy-breakdown-not-declared.md")),
    ("policy-choice-unchecked", include_str!("../pages/refusals/policy-choice-unchecked.md")),
    ("policy-confirmation-missing", include_str!("../pages/refusals/policy-confirmation-missing.md")),
    ("policy-consent-missing", include_str!("../pages/refusals/policy-consent-missing.md")),
    ("policy-consent-outdated", include_str!("../pages/refusals/policy-consent-outdated.md")),
    ("policy-consent-refused", include_str!("../pages/refusals/policy-consent-refused.md")),
    ("policy-consent-withdrawn", include_str!("../pages/refusals/policy-consent-withdrawn.md")),
    ("policy-country-not-told", include_str!("../pages/refusals/policy-country-not-told.md")),
    ("policy-decline-not-declared", include_str!("../pages/refusals/policy-decline-not-declared.md")),
    ("policy-difficulty-not-stated", include_str!("../pages/refusals/policy-difficulty-not-stated.md")),
    ("policy-document-not-accepted", include_str!("../pages/refusals/policy-document-not-accepted.md")),
    ("policy-event-lapsed", include_str!("../pages/refusals/policy-event-lapsed.md")),
    ("policy-event-missing", include_str!("../pages/refusals/policy-event-missing.md")),
    ("policy-event-not-declared", include_str!("../pages/refusals/policy-event-not-declared.md")),
    ("policy-evidence-missing", include_str!("../pages/refusals/policy-evidence-missing.md")),
    ("policy-exception-missing", include_str!("../pages/refusals/policy-exception-missing.md")),
    ("policy-exception-not-declared", include_str!("../pages/refusals/policy-exception-not-declared.md")),
    ("policy-follow-on-not-offered", include_str!("../pages/refusals/policy-follow-on-not-offered.md")),
    ("policy-ground-mismatch", include_str!("../pages/refusals/policy-ground-mismatch.md")),
    ("policy-group-too-small", include_str!("../pages/refusals/policy-group-too-small.md")),
    ("policy-held-elsewhere", include_str!("../pages/refusals/policy-held-elsewhere.md")),
    ("policy-hindrance-not-stated", include_str!("../pages/refusals/policy-hindrance-not-stated.md")),
    ("policy-holding-expired", include_str!("../pages/refusals/policy-holding-expired.md")),
    ("policy-host-not-declared", include_str!("../pages/refusals/policy-host-not-declared.md")),
    ("policy-identifiable", include_str!("../pages/refusals/policy-identifiable.md")),
    ("policy-identity-missing", include_str!("../pages/refusals/policy-identity-missing.md")),
    ("policy-identity-too-weak", include_str!("../pages/refusals/policy-identity-too-weak.md")),
    ("policy-item-not-declared", include_str!("../pages/refusals/policy-item-not-declared.md")),
    ("policy-item-not-findable", include_str!("../pages/refusals/policy-item-not-findable.md")),
    ("policy-item-not-for-purpose", include_str!("../pages/refusals/policy-item-not-for-purpose.md")),
    ("policy-item-not-for-recipient", include_str!("../pages/refusals/policy-item-not-for-recipient.md")),
    ("policy-item-not-from-source", include_str!("../pages/refusals/policy-item-not-from-source.md")),
    ("policy-item-outside-agreement", include_str!("../pages/refusals/policy-item-outside-agreement.md")),
    ("policy-item-outside-right", include_str!("../pages/refusals/policy-item-outside-right.md")),
    ("policy-joint-use-unpublished", include_str!("../pages/refusals/policy-joint-use-unpublished.md")),
    ("policy-kept-by-law", include_str!("../pages/refusals/policy-kept-by-law.md")),
    ("policy-measure-missing", include_str!("../pages/refusals/policy-measure-missing.md")),
    ("policy-measure-not-declared", include_str!("../pages/refusals/policy-measure-not-declared.md")),
    ("policy-member-not-registered", include_str!("../pages/refusals/policy-member-not-registered.md")),
    ("policy-not-deciding", include_str!("../pages/refusals/policy-not-deciding.md")),
    ("policy-not-held", include_str!("../pages/refusals/policy-not-held.md")),
    ("policy-not-in-force", include_str!("../pages/refusals/policy-not-in-force.md")),
    ("policy-notice-missing", include_str!("../pages/refusals/policy-notice-missing.md")),
    ("policy-notice-outdated", include_str!("../pages/refusals/policy-notice-outdated.md")),
    ("policy-provider-mismatch", include_str!("../pages/refusals/policy-provider-mismatch.md")),
    ("policy-provision-ceased", include_str!("../pages/refusals/policy-provision-ceased.md")),
    ("policy-purpose-not-declared", include_str!("../pages/refusals/policy-purpose-not-declared.md")),
    ("policy-purpose-not-for-recipient", include_str!("../pages/refusals/policy-purpose-not-for-recipient.md")),
    ("policy-purpose-not-shown", include_str!("../pages/refusals/policy-purpose-not-shown.md")),
    ("policy-purpose-of-recipient", include_str!("../pages/refusals/policy-purpose-of-recipient.md")),
    ("policy-reason-missing", include_str!("../pages/refusals/policy-reason-missing.md")),
    ("policy-receipt-unconfirmed", include_str!("../pages/refusals/policy-receipt-unconfirmed.md")),
    ("policy-recipient-not-declared", include_str!("../pages/refusals/policy-recipient-not-declared.md")),
    ("policy-recipient-not-for-exception", include_str!("../pages/refusals/policy-recipient-not-for-exception.md")),
    ("policy-recipient-not-for-statistic", include_str!("../pages/refusals/policy-recipient-not-for-statistic.md")),
    ("policy-recipient-not-shown", include_str!("../pages/refusals/policy-recipient-not-shown.md")),
    ("policy-reference-missing", include_str!("../pages/refusals/policy-reference-missing.md")),
    ("policy-required-missing", include_str!("../pages/refusals/policy-required-missing.md")),
    ("policy-restricted", include_str!("../pages/refusals/policy-restricted.md")),
    ("policy-review-overdue", include_str!("../pages/refusals/policy-review-overdue.md")),
    ("policy-right-not-declared", include_str!("../pages/refusals/policy-right-not-declared.md")),
    ("policy-route-check-overdue", include_str!("../pages/refusals/policy-route-check-overdue.md")),
    ("policy-route-missing", include_str!("../pages/refusals/policy-route-missing.md")),
    ("policy-source-not-declared", include_str!("../pages/refusals/policy-source-not-declared.md")),
    ("policy-source-unannounced", include_str!("../pages/refusals/policy-source-unannounced.md")),
    ("policy-statistic-not-declared", include_str!("../pages/refusals/policy-statistic-not-declared.md")),
    ("policy-stopped", include_str!("../pages/refusals/policy-stopped.md")),
    ("policy-system-not-declared", include_str!("../pages/refusals/policy-system-not-declared.md")),
    ("policy-tag-consent-missing", include_str!("../pages/refusals/policy-tag-consent-missing.md")),
    ("policy-tag-not-declared", include_str!("../pages/refusals/policy-tag-not-declared.md")),
    ("policy-tag-not-on-page", include_str!("../pages/refusals/policy-tag-not-on-page.md")),
    ("policy-tag-refused", include_str!("../pages/refusals/policy-tag-refused.md")),
    ("policy-use-ceased", include_str!("../pages/refusals/policy-use-ceased.md")),
    ("policy-value-elsewhere", include_str!("../pages/refusals/policy-value-elsewhere.md")),
    ("policy-version-unknown", include_str!("../pages/refusals/policy-version-unknown.md")),
    ("policy-way-not-offered", include_str!("../pages/refusals/policy-way-not-offered.md")),
    ("policy-way-out-missing", include_str!("../pages/refusals/policy-way-out-missing.md")),
    ("agreement-dropped", include_str!("../pages/diff/agreement-dropped.md")),
    ("choice-stronger", include_str!("../pages/diff/choice-stronger.md")),
    ("choice-weaker", include_str!("../pages/diff/choice-weaker.md")),
    ("class-lowered", include_str!("../pages/diff/class-lowered.md")),
    ("clause-lost", include_str!("../pages/diff/clause-lost.md")),
    ("clause-new", include_str!("../pages/diff/clause-new.md")),
    ("condition-added", include_str!("../pages/diff/condition-added.md")),
    ("condition-dropped", include_str!("../pages/diff/condition-dropped.md")),
    ("country-new", include_str!("../pages/diff/country-new.md")),
    ("exception-reaches-more", include_str!("../pages/diff/exception-reaches-more.md")),
    ("facts-changed", include_str!("../pages/diff/facts-changed.md")),
    ("flow-narrowed", include_str!("../pages/diff/flow-narrowed.md")),
    ("flow-widened", include_str!("../pages/diff/flow-widened.md")),
    ("ground-weaker", include_str!("../pages/diff/ground-weaker.md")),
    ("groups-smaller", include_str!("../pages/diff/groups-smaller.md")),
    ("item-gone", include_str!("../pages/diff/item-gone.md")),
    ("item-new", include_str!("../pages/diff/item-new.md")),
    ("items-narrowed", include_str!("../pages/diff/items-narrowed.md")),
    ("items-widened", include_str!("../pages/diff/items-widened.md")),
    ("joint-user-new", include_str!("../pages/diff/joint-user-new.md")),
    ("keep-longer", include_str!("../pages/diff/keep-longer.md")),
    ("keep-shorter", include_str!("../pages/diff/keep-shorter.md")),
    ("meaning-not-raised", include_str!("../pages/diff/meaning-not-raised.md")),
    ("meaning-raised", include_str!("../pages/diff/meaning-raised.md")),
    ("measure-lost", include_str!("../pages/diff/measure-lost.md")),
    ("measure-new", include_str!("../pages/diff/measure-new.md")),
    ("purpose-gone", include_str!("../pages/diff/purpose-gone.md")),
    ("purpose-new", include_str!("../pages/diff/purpose-new.md")),
    ("purpose-widened", include_str!("../pages/diff/purpose-widened.md")),
    ("recipient-gone", include_str!("../pages/diff/recipient-gone.md")),
    ("recipient-new", include_str!("../pages/diff/recipient-new.md")),
    ("right-lost", include_str!("../pages/diff/right-lost.md")),
    ("right-new", include_str!("../pages/diff/right-new.md")),
    ("right-weaker", include_str!("../pages/diff/right-weaker.md")),
    ("route-weaker", include_str!("../pages/diff/route-weaker.md")),
    ("source-gone", include_str!("../pages/diff/source-gone.md")),
    ("source-new", include_str!("../pages/diff/source-new.md")),
    ("source-widened", include_str!("../pages/diff/source-widened.md")),
    ("statistic-new", include_str!("../pages/diff/statistic-new.md")),
    ("tag-gone", include_str!("../pages/diff/tag-gone.md")),
    ("tag-loads-sooner", include_str!("../pages/diff/tag-loads-sooner.md")),
    ("tag-new", include_str!("../pages/diff/tag-new.md")),
    ("tag-sends-more", include_str!("../pages/diff/tag-sends-more.md")),
    ("wording-changed", include_str!("../pages/diff/wording-changed.md")),
    ("agreement-before-provision", include_str!("../pages/guarantees/agreement-before-provision.md")),
    ("consent-before-provision", include_str!("../pages/guarantees/consent-before-provision.md")),
    ("erased-when-due", include_str!("../pages/guarantees/erased-when-due.md")),
    ("erasure-reaches-systems", include_str!("../pages/guarantees/erasure-reaches-systems.md")),
    ("extra-items-dropped", include_str!("../pages/guarantees/extra-items-dropped.md")),
    ("identity-before-release", include_str!("../pages/guarantees/identity-before-release.md")),
    ("joint-use-published-first", include_str!("../pages/guarantees/joint-use-published-first.md")),
    ("least-access", include_str!("../pages/guarantees/least-access.md")),
    ("no-person-from-device", include_str!("../pages/guarantees/no-person-from-device.md")),
    ("provision-recorded", include_str!("../pages/guarantees/provision-recorded.md")),
    ("purpose-shown-first", include_str!("../pages/guarantees/purpose-shown-first.md")),
    ("reason-told", include_str!("../pages/guarantees/reason-told.md")),
    ("record-before-release", include_str!("../pages/guarantees/record-before-release.md")),
    ("sealed-at-rest", include_str!("../pages/guarantees/sealed-at-rest.md")),
    ("staff-refused-without", include_str!("../pages/guarantees/staff-refused-without.md")),
    ("stop-reaches-tags", include_str!("../pages/guarantees/stop-reaches-tags.md")),
    ("tamper-evident", include_str!("../pages/guarantees/tamper-evident.md")),
    ("unlisted-tags-blocked", include_str!("../pages/guarantees/unlisted-tags-blocked.md")),
    ("use-within-purposes", include_str!("../pages/guarantees/use-within-purposes.md")),
    ("versions-readable", include_str!("../pages/guarantees/versions-readable.md")),
    ("way-out-in-every-mail", include_str!("../pages/guarantees/way-out-in-every-mail.md")),
    ("widening-asks-first", include_str!("../pages/guarantees/widening-asks-first.md")),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{codes::Code, diff::ChangeCode, guarantee::Guarantee, refusal::RefusalCode};
    use std::collections::BTreeSet;

    fn known() -> impl Iterator<Item = &'static str> {
        let diagnostics = Code::ALL.iter().map(|code| code.word());
        let refusals = RefusalCode::ALL.iter().map(|code| code.word());
        let changes = ChangeCode::ALL.iter().map(|code| code.word());
        diagnostics.chain(refusals).chain(changes).chain(Guarantee::ALL.iter().map(|one| one.word()))
    }

    #[test]
    fn every_code_has_one_page_and_every_page_one_code() {
        let pages: Vec<_> = codes().collect();
        assert_eq!(pages.iter().collect::<BTreeSet<_>>().len(), pages.len(), "a code has two pages");
        assert_eq!(known().collect::<BTreeSet<_>>(), pages.into_iter().collect::<BTreeSet<_>>());
    }

    #[test]
    fn a_page_is_headed_by_its_code_and_says_why_in_both_languages() {
        for (code, text) in PAGES {
            assert!(text.starts_with(&format!("# {code}\n")), "{code}");
            for (lang, why) in [(Lang::Ja, "**なぜ**"), (Lang::En, "**Why**")] {
                let page = page(code, lang).unwrap_or_else(|| panic!("{code} has no {lang}"));
                assert!(page.contains(why), "{code} {lang}");
                assert!(!page.contains("\n## en"), "{code} {lang} runs into the other language");
            }
        }
    }

    #[test]
    fn a_japanese_page_is_japanese() {
        for code in codes() {
            let text = page(code, Lang::Ja).unwrap();
            assert!(text.lines().next().unwrap().chars().any(|letter| ('ぁ'..='ん').contains(&letter)), "{code}");
        }
    }

    #[test]
    fn the_page_of_a_refusal_begins_with_the_sentence_that_the_refusal_says() {
        for code in RefusalCode::ALL {
            for lang in Lang::ALL {
                let page = page(code.word(), lang).unwrap();
                assert!(page.starts_with(code.sentence(lang)), "{code} {lang}: {page}");
                assert!(page.contains(code.permitted_if(lang)), "{code} {lang}");
            }
        }
    }

    #[test]
    fn the_page_of_a_guarantee_begins_with_what_it_does() {
        for guarantee in Guarantee::ALL {
            let page = page(guarantee.word(), Lang::Ja).unwrap();
            assert!(page.starts_with(guarantee.text(Lang::Ja)), "{guarantee}");
        }
    }

    #[test]
    fn every_example_in_toml_is_toml() {
        for (code, text) in PAGES.iter().filter(|(code, _)| *code != "toml-syntax") {
            for example in text.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()) {
                assert!(
                    example.parse::<toml::Table>().is_ok(),
                    "{code}: {:?}\n{example}",
                    example.parse::<toml::Table>()
                );
            }
        }
    }
}
