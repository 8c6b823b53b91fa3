//! What the office enters and the gate reads: one shape for all, `POST` to enter, `GET` to read.

use super::{
    answer::{Answer, ApprovedShown, CountedShown, EnteredShown, ListedShown, Refusals, answer},
    body::{ActBody, ProvideBody, StatisticBody},
    extract::{Sent, Staff},
    wire::{LineText, NoteText, Word, line, note},
};
use crate::state::AppState;
use axum::extract::{Path, State};
use azukari_custody::{
    Ask, Submission, Whom,
    ask::{ApproveAsk, ListAsk},
    register::{Entry, EntryKind, Told},
};
use azukari_model::{ActId, Date, Instant, RequestId};
use azukari_policy::vocabulary::{Gives, Route, Way};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(post_members, get_members))
        .routes(routes!(post_stop))
        .routes(routes!(post_choice))
        .routes(routes!(post_agreements, get_agreements))
        .routes(routes!(post_reviews, get_reviews))
        .routes(routes!(post_routes, get_routes))
        .routes(routes!(post_confirmations, get_confirmations))
        .routes(routes!(post_announcements, get_announcements))
        .routes(routes!(post_accounts, get_accounts))
        .routes(routes!(post_attestations, get_attestations))
        .routes(routes!(post_holds, get_holds))
        .routes(routes!(post_restrictions))
        .routes(routes!(post_systems, get_systems))
        .routes(routes!(post_requests, get_requests))
        .routes(routes!(post_answered))
        .routes(routes!(post_approvals, get_approvals))
        .routes(routes!(release))
        .routes(routes!(get_statistics))
}

/// Somebody, as named in a body.
#[derive(ToSchema)]
#[schema(value_type = String, example = "app:u-1")]
struct Someone(Whom);

impl<'de> Deserialize<'de> for Someone {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        String::deserialize(source).map(|text| Self(Whom::parse(&text)))
    }
}

/// A company of a class is entered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct MemberBody {
    #[schema(value_type = super::wire::RecipientName)]
    class: Word,
    name: LineText,
    /// Needed where a record of what it gets must name it (Act Art. 29).
    address: Option<LineText>,
    /// As the address.
    representative: Option<LineText>,
    /// ISO 3166 alpha-2.
    country: Option<LineText>,
}

impl From<MemberBody> for Entry {
    fn from(body: MemberBody) -> Self {
        Self::Member {
            class: body.class,
            name: body.name.0,
            address: line(body.address),
            representative: line(body.representative),
            country: line(body.country),
        }
    }
}

/// Nothing flows to it any more.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StopBody {
    /// `rcp_…`, or a recipient that is one company.
    #[schema(value_type = super::wire::RecipientName)]
    party: Word,
    because: Option<NoteText>,
}

impl From<StopBody> for Entry {
    fn from(body: StopBody) -> Self {
        Self::Stop { party: body.party, because: note(body.because) }
    }
}

/// Why it was chosen (Act Art. 25).
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChoiceBody {
    #[schema(value_type = super::wire::RecipientName)]
    party: Word,
    because: NoteText,
}

impl From<ChoiceBody> for Entry {
    fn from(body: ChoiceBody) -> Self {
        Self::Choice { party: body.party, because: body.because.0 }
    }
}

/// An agreement with a company.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AgreementBody {
    #[schema(value_type = super::wire::RecipientName)]
    party: Word,
    #[schema(value_type = String, format = Date)]
    from: Date,
    #[schema(value_type = String, format = Date)]
    until: Date,
    /// Absent: all.
    #[schema(value_type = Option<Vec<super::wire::ItemName>>)]
    items: Option<Vec<Word>>,
    reference: Option<LineText>,
}

impl From<AgreementBody> for Entry {
    fn from(body: AgreementBody) -> Self {
        Self::Agreement {
            party: body.party,
            from: body.from,
            until: body.until,
            items: body.items,
            reference: line(body.reference),
        }
    }
}

/// A company was reviewed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReviewBody {
    #[schema(value_type = super::wire::RecipientName)]
    party: Word,
    /// Absent: today.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Date>,
    findings: Option<NoteText>,
}

impl From<ReviewBody> for Entry {
    fn from(body: ReviewBody) -> Self {
        Self::Review { party: body.party, on: body.on, findings: note(body.findings) }
    }
}

/// The route abroad, or its yearly check (Act Art. 28).
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RouteBody {
    #[schema(value_type = super::wire::RecipientName)]
    party: Word,
    #[schema(value_type = String, example = "equivalent-system")]
    route: Route,
    #[schema(value_type = Option<String>, format = Date)]
    checked: Option<Date>,
}

impl From<RouteBody> for Entry {
    fn from(body: RouteBody) -> Self {
        Self::Route { party: body.party, route: body.route, checked: body.checked }
    }
}

/// A recipient that joins to persons has this person's consent (Act Art. 31).
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ConfirmationBody {
    #[schema(value_type = super::wire::RecipientName)]
    party: Word,
    person: Someone,
    /// How it was confirmed.
    method: NoteText,
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Date>,
}

impl From<ConfirmationBody> for Entry {
    fn from(body: ConfirmationBody) -> Self {
        Self::Confirmation { party: body.party, whom: body.person.0, method: body.method.0, until: body.until }
    }
}

/// A source from elsewhere was announced.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AnnouncementBody {
    #[schema(value_type = super::wire::SourceName)]
    source: Word,
    /// Absent: now.
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<Instant>,
    /// Where: an address.
    place: LineText,
    text: Option<NoteText>,
}

impl From<AnnouncementBody> for Entry {
    fn from(body: AnnouncementBody) -> Self {
        Self::Announcement { source: body.source, at: body.at, place: body.place.0, text: note(body.text) }
    }
}

/// An account of the staff.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AccountBody {
    account: LineText,
    #[schema(value_type = super::wire::RoleName)]
    role: Word,
    /// It is closed.
    #[serde(default)]
    over: bool,
}

impl From<AccountBody> for Entry {
    fn from(body: AccountBody) -> Self {
        Self::Account { account: body.account.0, role: body.role, over: body.over }
    }
}

/// Evidence for a measure.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AttestationBody {
    #[schema(value_type = String, example = "training")]
    measure: Word,
    evidence: Option<NoteText>,
    /// The account or company it is about.
    of: Option<LineText>,
    /// Absent: today.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Date>,
}

impl From<AttestationBody> for Entry {
    fn from(body: AttestationBody) -> Self {
        Self::Attestation { measure: body.measure, evidence: note(body.evidence), of: line(body.of), on: body.on }
    }
}

/// Nothing of it is erased.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HoldBody {
    person: Someone,
    /// Absent or empty: all.
    #[serde(default)]
    #[schema(value_type = Vec<super::wire::ItemName>)]
    items: Vec<Word>,
    because: NoteText,
    /// It ends.
    #[serde(default)]
    over: bool,
}

impl From<HoldBody> for Entry {
    fn from(body: HoldBody) -> Self {
        Self::Hold { whom: body.person.0, items: body.items, because: body.because.0, over: body.over }
    }
}

/// Nothing of it is opened but for rights.
#[derive(Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = HoldBody)]
struct RestrictionBody(HoldBody);

impl From<RestrictionBody> for Entry {
    fn from(RestrictionBody(body): RestrictionBody) -> Self {
        Self::Restriction { whom: body.person.0, items: body.items, because: body.because.0, over: body.over }
    }
}

/// A system or a recipient has done what it was told: `{"system":…}` or `{"recipient":…}`, and of what.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SystemBody {
    #[schema(value_type = Option<String>)]
    system: Option<Word>,
    /// `rcp_…`, or a recipient that is one company.
    #[schema(value_type = Option<super::wire::RecipientName>)]
    recipient: Option<Word>,
    /// What it was told of.
    #[schema(value_type = String, example = "act_0123456789abcdefghjkmnpqrs")]
    act: ActId,
}

impl From<SystemBody> for Entry {
    fn from(body: SystemBody) -> Self {
        let by = match (body.system, body.recipient) {
            (None, Some(recipient)) => Told::Recipient(recipient),
            // Both or neither name no system there is.
            (Some(system), None) => Told::System(system),
            _ => Told::System(Word::default()),
        };
        Self::Done { by, act: body.act }
    }
}

/// A request of a person came in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RequestBody {
    person: Someone,
    /// What is asked for.
    #[schema(value_type = String, example = "disclosure")]
    gives: Gives,
    #[schema(value_type = Option<String>, example = "form")]
    way: Option<Way>,
    text: Option<NoteText>,
}

impl From<RequestBody> for Entry {
    fn from(body: RequestBody) -> Self {
        Self::Request { whom: body.person.0, gives: body.gives, way: body.way, text: note(body.text) }
    }
}

/// A request was answered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AnsweredBody {
    #[schema(value_type = String, example = "req_0123456789abcdefghjkmnpqrs")]
    request: RequestId,
    /// What the answer showed.
    #[serde(default)]
    #[schema(value_type = Vec<super::wire::ItemName>)]
    items: Vec<Word>,
}

impl From<AnsweredBody> for Entry {
    fn from(body: AnsweredBody) -> Self {
        Self::RequestAnswered { request: body.request, items: body.items }
    }
}

macro_rules! registers {
    (post { $($(#[$pdoc:meta])* $post:ident $path:literal $body:ident;)* } get { $($(#[$gdoc:meta])* $get:ident $list:literal $kind:ident;)* }) => {
        $(
            impl ActBody for $body {
                const IS_WRITE: bool = true;

                fn submission(self, _: Option<Whom>) -> Submission {
                    Ask::Enter(self.into()).into()
                }
            }

            $(#[$pdoc])*
            #[utoipa::path(post, path = $path, tag = "registers", security(("token" = [])),
                params(("service" = String, Path), ("idempotency-key" = String, Header)), request_body = $body,
                responses((status = 201, description = "Entered", body = EnteredShown), Refusals))]
            async fn $post(State(state): State<AppState>, staff: Staff, sent: Sent<$body>) -> Answer {
                staff.perform(&state, sent.submit(None)).await.map(answer)
            }
        )*
        $(
            $(#[$gdoc])*
            #[utoipa::path(get, path = $list, tag = "registers", security(("token" = [])), params(("service" = String, Path)),
                responses((status = 200, description = "Every line, the oldest first", body = ListedShown), Refusals))]
            async fn $get(State(state): State<AppState>, staff: Staff) -> Answer {
                staff.perform(&state, Ask::List(ListAsk { kind: EntryKind::$kind }).into()).await.map(answer)
            }
        )*
    };
}

registers! {
    post {
        /// Enters a company of a class.
        post_members "/v1/{service}/members" MemberBody;
        /// Stops whatever flows to a company.
        post_stop "/v1/{service}/members/stop" StopBody;
        /// Records why a company was chosen.
        post_choice "/v1/{service}/members/choice" ChoiceBody;
        /// Enters an agreement.
        post_agreements "/v1/{service}/agreements" AgreementBody;
        /// Enters a review.
        post_reviews "/v1/{service}/reviews" ReviewBody;
        /// Enters a route abroad, or its yearly check.
        post_routes "/v1/{service}/routes" RouteBody;
        /// Enters that a person's consent was confirmed.
        post_confirmations "/v1/{service}/confirmations" ConfirmationBody;
        /// Enters that a source from elsewhere was announced.
        post_announcements "/v1/{service}/announcements" AnnouncementBody;
        /// Enters an account of the staff.
        post_accounts "/v1/{service}/accounts" AccountBody;
        /// Enters evidence for a measure.
        post_attestations "/v1/{service}/attestations" AttestationBody;
        /// Keeps items from being erased.
        post_holds "/v1/{service}/holds" HoldBody;
        /// Keeps items from being opened.
        post_restrictions "/v1/{service}/holds/restriction" RestrictionBody;
        /// Enters that a system or a recipient has done what it was told.
        post_systems "/v1/{service}/systems" SystemBody;
        /// Enters a request of a person.
        post_requests "/v1/{service}/requests" RequestBody;
        /// Enters that a request was answered.
        post_answered "/v1/{service}/requests/answered" AnsweredBody;
    }
    get {
        /// The companies.
        get_members "/v1/{service}/members" Members;
        /// The agreements.
        get_agreements "/v1/{service}/agreements" Agreements;
        /// The reviews.
        get_reviews "/v1/{service}/reviews" Reviews;
        /// The routes abroad.
        get_routes "/v1/{service}/routes" Routes;
        /// The confirmations.
        get_confirmations "/v1/{service}/confirmations" Confirmations;
        /// The announcements.
        get_announcements "/v1/{service}/announcements" Announcements;
        /// The accounts of the staff.
        get_accounts "/v1/{service}/accounts" Accounts;
        /// The evidence for measures.
        get_attestations "/v1/{service}/attestations" Attestations;
        /// The holds and restrictions.
        get_holds "/v1/{service}/holds" Holds;
        /// What systems and recipients were told and have not confirmed yet.
        get_systems "/v1/{service}/systems" Systems;
        /// The requests.
        get_requests "/v1/{service}/requests" Requests;
        /// The approvals of exceptions.
        get_approvals "/v1/{service}/approvals" Approvals;
        /// The statistics that were made.
        get_statistics "/v1/{service}/statistics" Statistics;
    }
}

/// An exception that somebody else will ask for, word for word.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ApprovalBody {
    /// The account that will ask.
    requester: LineText,
    person: Someone,
    provide: ProvideBody,
}

impl ActBody for ApprovalBody {
    const IS_WRITE: bool = true;

    fn submission(self, _: Option<Whom>) -> Submission {
        let (provide, case, reason) = self.provide.ask(self.person.0);
        Submission {
            ask: Ask::Approve(ApproveAsk { requester: self.requester.0, provide }),
            key: None,
            case: note(case),
            reason: note(reason),
        }
    }
}

/// Approves an exception that somebody else will ask for.
#[utoipa::path(post, path = "/v1/{service}/approvals", tag = "registers", security(("token" = [])),
    params(("service" = String, Path), ("idempotency-key" = String, Header)), request_body = ApprovalBody,
    responses((status = 201, description = "Good for one act, for a day", body = ApprovedShown), Refusals))]
async fn post_approvals(State(state): State<AppState>, staff: Staff, sent: Sent<ApprovalBody>) -> Answer {
    staff.perform(&state, sent.submit(None)).await.map(answer)
}

/// Makes a statistic.
#[utoipa::path(post, path = "/v1/{service}/statistics/{id}/releases", tag = "registers", security(("token" = [])),
    params(("service" = String, Path), ("id" = String, Path), ("idempotency-key" = String, Header)), request_body = StatisticBody,
    responses((status = 201, description = "Counted and recorded", body = CountedShown), Refusals))]
async fn release(
    State(state): State<AppState>,
    staff: Staff,
    Path((_, id)): Path<(String, String)>,
    sent: Sent<StatisticBody>,
) -> Answer {
    let mut submission = sent.submit(None);
    if let Ask::Statistic(ask) = &mut submission.ask {
        ask.statistic = id.into();
    }
    staff.perform(&state, submission).await.map(answer)
}
