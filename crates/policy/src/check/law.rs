//! Law: what breaks a dated rule. The pack of each code stands in [`super::pack`].

use super::{
    Rule,
    look::{Look, class_words, flow_path, is_from_outside, list},
    pack, wording,
};
use crate::{
    codes::Code,
    declared::{Item, Purpose, Responsible, Sent, Tag},
    diagnostic::Diagnostic,
    kinds::{Heading, ItemKind},
    publish::phrase::statute as statute_words,
    vocabulary::{
        By, Choice, Class, ContactFor, Gives, Ground, LegalDecline, LegalException, Load, Mark, Part, Route, Shown,
        Whence,
    },
};
use azukari_model::{Language, Name, Words};

pub(super) const RULES: &[Rule] = &[
    purpose_vague,
    purpose_not_shown,
    joint_use_incomplete,
    scope_open,
    foreign_without_route,
    route_not_open,
    third_party_without_ground,
    exception_not_in_law,
    entrustee_without_agreement,
    special_care_without_consent,
    special_care_opt_out,
    receipt_unconfirmed,
    tag_incomplete,
    tag_sends_personal,
    way_out_missing,
    linking_unconfirmed,
    contact_missing,
    right_missing,
    fee_not_allowed,
    answer_late,
    decline_too_wide,
    safety_heading_missing,
    keep_below_statute,
    ad_mail,
    incident_missing,
    role_unlimited,
    profiling_unsaid,
    small_groups,
];

fn purpose_vague(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for purpose in &look.policy.purposes {
        if let Some((_, text)) = purpose.label.iter().find(|(_, text)| wording::is_vague(text)) {
            found.push(
                look.at(Code::PurposeVague, &format!("purpose.{}", purpose.id))
                    .with("text", text)
                    .with("id", &*purpose.id),
            );
        }
    }
}

fn purpose_not_shown(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for source in look.policy.sources.iter().filter(|source| source.from == Whence::Person) {
        if source.shown != Some(Shown::Before) {
            found.push(look.at(Code::PurposeNotShown, &format!("source.{}.shown", source.id)).with("id", &*source.id));
        }
    }
}

/// The fact of joint use is the declaration itself; the other four may be missing.
fn joint_use_incomplete(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for flow in &look.policy.flows {
        let Some(joint) = &flow.joint else { continue };
        let names_nobody = matches!(&joint.responsible, Responsible::Recipient(id)
            if look.policy.recipient(id).is_some_and(|recipient| recipient.is_class));
        let facts = [
            ("items", flow.items.is_empty(), "the items", "項目"),
            ("to", flow.to.is_empty(), "the users", "利用者"),
            ("scope", is_empty(&joint.scope), "the scope of the users", "利用者の範囲"),
            ("purposes", flow.purposes.is_empty(), "the purposes", "利用目的"),
            (
                "responsible",
                names_nobody,
                "who is responsible, as a class names nobody",
                "管理の責任者（分類では誰か分からない）",
            ),
        ];
        for (key, _, en, ja) in facts.iter().filter(|(_, lacks, ..)| *lacks) {
            let said = look.at(Code::JointUseIncomplete, &flow_path(flow, key)).with_both("fact", *en, *ja);
            found.push(said.with("id", &*flow.id));
        }
    }
}

fn is_empty(words: &Words) -> bool {
    words.iter().all(|(_, text)| text.trim().is_empty())
}

fn scope_open(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for flow in &look.policy.flows {
        let Some(joint) = &flow.joint else { continue };
        if let Some((_, text)) = joint.scope.iter().find(|(_, text)| wording::open_word(text).is_some()) {
            found.push(look.at(Code::ScopeOpen, &flow_path(flow, "scope")).with("text", text).with("id", &*flow.id));
        }
    }
}

/// Of a class each company has its own country, entered in the office; an authority is reached by exceptions alone.
fn foreign_without_route(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for recipient in look.policy.recipients.iter().filter(|one| !one.is_class && one.part != Part::Authority) {
        if recipient.country != "JP" && recipient.route.is_none() {
            let said =
                look.at(Code::ForeignWithoutRoute, &format!("recipient.{}", recipient.id)).with("id", &*recipient.id);
            found.push(said.with("country", &recipient.country));
        }
    }
}

fn route_not_open(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for recipient in look.policy.recipients.iter().filter(|one| one.route == Some(Route::EquivalentCountry)) {
        let country = recipient.country.as_str();
        if !recipient.is_class && country != "JP" && !pack::EQUIVALENT_COUNTRIES.contains(&country) {
            let said = look.at(Code::RouteNotOpen, &format!("recipient.{}.route", recipient.id));
            found.push(said.with("country", country).with("id", &*recipient.id));
        }
    }
}

/// Entrustment and succession are no grounds towards a third party.
fn third_party_without_ground(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for flow in look.policy.flows.iter().filter(|flow| look.goes_to(flow, Part::ThirdParty)) {
        if matches!(flow.ground, None | Some(Ground::Entrustment | Ground::Succession)) {
            let path =
                if flow.ground.is_some() { flow_path(flow, "ground") } else { format!("{}.{}", flow.family, flow.id) };
            found.push(look.at(Code::ThirdPartyWithoutGround, &path).with("id", &*flow.id));
        }
    }
}

/// Said where the policy admits it, and where a recipient does if the policy does not.
fn exception_not_in_law(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    let policy = look.policy;
    let is_known = |id: &Name| id.parse::<LegalException>().is_ok() || policy.exception(id).is_some();
    for id in policy.service.grounds.iter().filter(|id| !is_known(id)) {
        found.push(look.at_name(Code::ExceptionNotInLaw, "service.grounds", id).with("id", &**id));
    }
    for recipient in &policy.recipients {
        for id in recipient.under.iter().filter(|id| !is_known(id) && !policy.service.grounds.contains(id)) {
            found
                .push(look.at(Code::ExceptionNotInLaw, &format!("recipient.{}.under", recipient.id)).with("id", &**id));
        }
    }
}

fn entrustee_without_agreement(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for recipient in look.policy.recipients.iter().filter(|one| one.part == Part::Entrustee && !one.agreement_required)
    {
        let path = format!("recipient.{}.agreement", recipient.id);
        found.push(look.at(Code::EntrusteeWithoutAgreement, &path).with("id", &*recipient.id));
    }
}

fn special_care_without_consent(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for source in &look.policy.sources {
        for item in look.items(&source.takes).filter(|item| item.class == Class::SpecialCare) {
            let asks = look
                .purposes(&source.purposes)
                .filter(|purpose| purpose.items.contains(&item.id))
                .all(|purpose| purpose.choice == Choice::AsksFirst);
            if source.from != Whence::Person || !asks {
                let said =
                    look.at_name(Code::SpecialCareWithoutConsent, &format!("source.{}.takes", source.id), &item.id);
                found.push(said.with("id", &*item.id).with("source", &*source.id));
            }
        }
    }
}

fn special_care_opt_out(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for flow in look.policy.flows.iter().filter(|flow| flow.ground == Some(Ground::OptOutFiled)) {
        for item in look.items(&flow.items).filter(|item| item.class == Class::SpecialCare) {
            let said =
                look.at_name(Code::SpecialCareOptOut, &flow_path(flow, "items"), &item.id).with("item", &*item.id);
            found.push(said.with("id", &*flow.id));
        }
    }
}

fn receipt_unconfirmed(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for source in look.policy.sources.iter().filter(|source| is_from_outside(source.from) && source.provider.is_empty())
    {
        found.push(look.at(Code::ReceiptUnconfirmed, &format!("source.{}", source.id)).with("id", &*source.id));
    }
}

/// The site's own cookies send nothing to anybody else.
fn others_tags<'a>(look: &Look<'a>) -> impl Iterator<Item = &'a Tag> {
    look.policy.tags.iter().filter(|tag| !tag.is_operators)
}

fn tag_incomplete(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for tag in others_tags(look) {
        let facts = [
            ("name", is_empty(&tag.name), "the name of who receives it", "送信先の名称"),
            ("sends", tag.sends.is_empty(), "what is sent", "送信する情報"),
            ("our-purpose", tag.our_purpose.is_empty(), "our purpose", "当社の利用目的"),
            ("their-purpose", is_empty(&tag.their_purpose), "the purpose of who receives it", "送信先の利用目的"),
        ];
        for (key, _, en, ja) in facts.iter().filter(|(_, lacks, ..)| *lacks) {
            let said = look.at(Code::TagIncomplete, &format!("tag.{}.{key}", tag.id)).with("id", &*tag.id);
            found.push(said.with_both("fact", *en, *ja));
        }
    }
}

/// The items a tag sends that are at least of a class.
pub(super) fn sent_items<'a>(look: &Look<'a>, tag: &'a Tag, class: Class) -> impl Iterator<Item = &'a Item> {
    let policy = look.policy;
    tag.sends
        .iter()
        .filter_map(move |sent| if let Sent::Item(id) = sent { policy.item(id) } else { None })
        .filter(move |item| item.class >= class)
}

/// A tag that is said not to identify is another finding: `tag-identifies`.
fn tag_sends_personal(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for tag in others_tags(look).filter(|tag| tag.identifies && tag.load != Load::AfterConsent) {
        for item in sent_items(look, tag, Class::Personal) {
            let said = look.at(Code::TagSendsPersonal, &format!("tag.{}", tag.id)).with("id", &*tag.id);
            let (en, ja) = class_words(item.class);
            found.push(said.with("item", &*item.id).with_both("is_", en, ja));
        }
    }
}

fn way_out_missing(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for tag in others_tags(look).filter(|tag| tag.load == Load::UntilRefused && tag.opt_out.is_empty()) {
        found.push(look.at(Code::WayOutMissing, &format!("tag.{}", tag.id)).with("id", &*tag.id));
    }
}

fn linking_unconfirmed(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for tag in others_tags(look).filter(|tag| tag.links_to_person && tag.load != Load::AfterConsent) {
        found.push(look.at(Code::LinkingUnconfirmed, &format!("tag.{}", tag.id)).with("id", &*tag.id));
    }
}

fn contact_missing(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for what in ContactFor::ALL {
        if !look.policy.contacts.iter().any(|contact| contact.serves.contains(what)) {
            let said = look.absent(Code::ContactMissing, "contact").with_both("what", what.word(), contact_word(*what));
            found.push(if *what == ContactFor::Inquiries { said.as_advice() } else { said });
        }
    }
}

const fn contact_word(what: ContactFor) -> &'static str {
    match what {
        ContactFor::Requests => "開示等の請求",
        ContactFor::Complaints => "苦情",
        ContactFor::Inquiries => "問い合わせ",
    }
}

/// An addition is a correction of what lacks something; it needs no right of its own.
const RIGHTS_OF_THE_ACT: &[Gives] = &[
    Gives::PurposeNotice,
    Gives::Disclosure,
    Gives::Records,
    Gives::Correction,
    Gives::Deletion,
    Gives::CeaseUse,
    Gives::CeaseProvision,
];

fn right_missing(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for gives in RIGHTS_OF_THE_ACT {
        if !look.policy.rights.iter().any(|right| right.gives == *gives) {
            found.push(look.absent(Code::RightMissing, "right").with("id", gives));
        }
    }
}

fn fee_not_allowed(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for right in look.policy.rights.iter().filter(|right| right.fee > 0) {
        if !matches!(right.gives, Gives::PurposeNotice | Gives::Disclosure | Gives::Records) {
            found.push(look.at(Code::FeeNotAllowed, &format!("right.{}.fee", right.id)).with("id", &*right.id));
        }
    }
}

/// The suit bar is 14 days after arrival (Art. 39): an answer on the 15th day may be too late.
fn answer_late(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for right in look.policy.rights.iter().filter(|right| right.answer_within.days_about() > 14.0) {
        let said = look.at(Code::AnswerLate, &format!("right.{}.answer-within", right.id)).with("id", &*right.id);
        found.push(said.with("days", whole_days(right.answer_within)));
    }
}

/// A period in days, for a sentence.
pub(super) fn whole_days(period: azukari_model::Period) -> String {
    format!("{:.0}", period.days_about())
}

fn decline_too_wide(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for right in &look.policy.rights {
        let legal = pack::grounds_to_decline(right.gives);
        let fits = |id: &Name| {
            let declared =
                look.policy.decline(id).is_some_and(|case| case.under.iter().any(|ground| legal.contains(ground)));
            declared || id.parse().is_ok_and(|ground: LegalDecline| legal.contains(&ground))
        };
        for id in right.may_decline.iter().filter(|id| !fits(id)) {
            let near = if legal.is_empty() {
                "–".to_owned()
            } else {
                format!("`{}`", list(legal.iter().map(|one| one.word())))
            };
            let said = look.at_name(Code::DeclineTooWide, &format!("right.{}.may-decline", right.id), id);
            found.push(said.with("ground", &**id).with("id", &*right.id).with("near", near));
        }
    }
}

/// Physical measures are asked of who has premises and media; these three of everybody who runs a service.
fn safety_heading_missing(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    let headings = [
        (Heading::Organisational, "organisational", "組織的"),
        (Heading::Human, "human", "人的"),
        (Heading::Technical, "technical", "技術的"),
    ];
    for (heading, en, ja) in headings {
        if !look.policy.measures.iter().any(|measure| measure.kind.heading() == heading) {
            found.push(look.absent(Code::SafetyHeadingMissing, "measure").with_both("heading", en, ja));
        }
    }
}

fn keep_below_statute(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for keep in &look.policy.keeps {
        let Some(statute) = keep.because else { continue };
        let years = pack::statute_years(statute);
        let least = keep.at_least.unwrap_or(keep.period);
        if least.days_about() < azukari_model::Period::years(years).days_about() {
            let said = look.at(Code::KeepBelowStatute, &format!("keep.{}.at-least", keep.id)).with("id", &*keep.id);
            found.push(
                said.with_both("law", statute_words(Language::EN, statute), statute_words(Language::JA, statute))
                    .with("years", years),
            );
        }
    }
}

/// The item by which a purpose advertises by mail, if it does.
fn mail_item<'a>(look: &Look<'a>, purpose: &Purpose) -> Option<&'a Item> {
    let advertises = purpose.by == By::Us && purpose.marks.contains(&Mark::Advertising);
    look.items(&purpose.items).find(|item| advertises && item.kind == ItemKind::Email)
}

fn ad_mail(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for purpose in look.policy.purposes.iter().filter(|purpose| purpose.choice != Choice::AsksFirst) {
        let Some(item) = mail_item(look, purpose) else { continue };
        let to_customers = purpose.mail_to_customers && purpose.choice == Choice::CanStop && !purpose.when.is_empty();
        let code = if to_customers { Code::AdMailToCustomers } else { Code::AdMailWithoutConsent };
        found.push(look.at(code, &format!("purpose.{}", purpose.id)).with("id", &*purpose.id).with("item", &*item.id));
    }
}

fn incident_missing(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    if look.policy.incident.is_none() {
        found.push(look.at(Code::IncidentMissing, "service"));
    }
}

fn role_unlimited(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for role in look.roles().iter().filter(|role| role.people_per_day.is_none()) {
        let reaches = role.exceptions
            || [&role.uses, &role.find_items, &role.find_systems, &role.provide].iter().any(|list| !list.is_empty());
        if reaches {
            found.push(look.at(Code::RoleUnlimited, &format!("role.{}", role.id)).with("id", &*role.id));
        }
    }
}

/// From three kinds of behaviour on, a purpose draws a picture of somebody; counting and guarding do not.
fn profiling_unsaid(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    let says = [Mark::Profiling, Mark::Statistics, Mark::Security];
    for purpose in look.our_purposes().filter(|purpose| !purpose.marks.iter().any(|mark| says.contains(mark))) {
        let behaviour =
            look.items(&purpose.items).filter(|item| matches!(item.kind, ItemKind::Activity | ItemKind::Location));
        let count = behaviour.count();
        if count >= 3 {
            let said = look.at(Code::ProfilingUnsaid, &format!("purpose.{}", purpose.id)).with("id", &*purpose.id);
            found.push(said.with("n", count));
        }
    }
}

fn small_groups(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for statistic in look.policy.statistics.iter().filter(|statistic| statistic.min_group < 10) {
        let said = look.at(Code::SmallGroups, &format!("statistic.{}.min-group", statistic.id));
        found.push(said.with("n", statistic.min_group).with("id", &*statistic.id));
    }
}
