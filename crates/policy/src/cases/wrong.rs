//! What may be wrong with a file of cases.

use super::file::CaseError;
use azukari_model::{Sentence, Told};

/// What a parser says, in its own words.
pub(super) const UNREADABLE: Sentence = Sentence::new("事例として読めません：{said}", "{said}");
pub(super) const FORMAT: Sentence = Sentence::new(
    "1行目に `\"format\": \"azukari-decisions\"` がありません",
    "the first line does not say `\"format\": \"azukari-decisions\"`",
);
pub(super) const NUMBER: Sentence =
    Sentence::new("{line}行目なのに `\"n\": {said}` とあります", "it is line {line}, and says `\"n\": {said}`");
pub(super) const ONE_POLICY: Sentence = Sentence::new(
    "TOMLの事例は、一つのポリシーの `tests/` に置いてください",
    "cases in TOML stand beside one policy, in its `tests/`",
);
pub(super) const NO_POLICY: Sentence = Sentence::new("ポリシー `{id}` がありません", "there is no policy `{id}`");
pub(super) const POLICY_UNREAD: Sentence = Sentence::new(
    "ポリシー `{id}` を読めません。理由は `azukari check` が示します",
    "the policy `{id}` cannot be read; `azukari check` says why",
);
pub(super) const NOT_DECLARED: Sentence =
    Sentence::new("ポリシーの {family} に `{id}` はありません", "the policy has no {family} `{id}`");
pub(super) const NO_CLASS: Sentence =
    Sentence::new("会社 `{id}` に `class` がありません", "company `{id}` names no class");
pub(super) const NOTHING_TO_ANSWER: Sentence =
    Sentence::new("本人が答える対象に `{id}` はありません", "nothing a person can answer to is called `{id}`");
pub(super) const NO_COMPANY: Sentence = Sentence::new(
    "提供先にも、台帳の会社にも `{id}` はありません",
    "no recipient and no company in the register is called `{id}`",
);
pub(super) const MISSING: Sentence = Sentence::new("行為に `{key}` がありません", "the act says no `{key}`");
/// A text that is none of the words its key takes.
pub(super) const NOT_A_WORD: Sentence = Sentence::new("`{text}` は `{key}` の値になりません", "`{text}` is no {key}");
pub(super) const NO_ACT: Sentence = Sentence::new("行為に `{act}` はありません", "there is no act `{act}`");
pub(super) const FIND_BY: Sentence =
    Sentence::new("`find` には `item` と `system` のどちらか一つが要ります", "a find names an `item` or a `system`");
pub(super) const ANSWER_TO: Sentence = Sentence::new(
    "`answer` の `to` は、purpose・provision・tag のいずれかです",
    "an answer is `to` a purpose, a provision or a tag",
);

/// A case or a file of them that is not what it should be.
pub(super) fn wrong(what: impl Into<Told>) -> CaseError {
    CaseError::Shape(what.into())
}
