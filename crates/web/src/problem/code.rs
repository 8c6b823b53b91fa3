//! The codes of this room: what is wrong with a request before the gate is asked. Refusals of the gate have their own list.

use crate::text::Both;
use axum::http::StatusCode;

/// What the table says of a code.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) status: StatusCode,
    pub(crate) word: &'static str,
    pub(crate) title: Both,
    pub(crate) would_need: Both,
}

macro_rules! codes {
    ($($code:ident $status:ident $word:literal: $title_ja:literal / $title_en:literal; $need_ja:literal / $need_en:literal;)*) => {
        /// A stable code of a problem that is none of the gate's refusals.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub(crate) enum Code { $($code,)* }

        impl Code {
            /// Every code, in the order of the table.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$code,)*];

            /// The code of a word.
            pub(crate) fn of_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.row().word == word)
            }

            /// Its row of the table.
            pub(crate) const fn row(self) -> Row {
                match self {$(
                    Self::$code => Row {
                        status: StatusCode::$status,
                        word: $word,
                        title: Both::new($title_ja, $title_en),
                        would_need: Both::new($need_ja, $need_en),
                    },
                )*}
            }
        }
    };
}

codes! {
    RouteUnknown NOT_FOUND "route-unknown":
        "この URL には何もありません。" / "There is nothing at this address.";
        "`/openapi.json` にあるパスを使ってください。" / "Use a path that `/openapi.json` lists.";
    MethodNotAllowed METHOD_NOT_ALLOWED "method-not-allowed":
        "この URL は、このメソッドを受け付けません。" / "This address does not take this method.";
        "`Allow` ヘッダーにあるメソッドを使ってください。" / "Use a method that the `Allow` header names.";
    RequestMalformed BAD_REQUEST "request-malformed":
        "リクエストの形が正しくありません。" / "The request is not well formed.";
        "`/openapi.json` の形に合わせてください。" / "Follow the shape in `/openapi.json`.";
    ServiceUnknown NOT_FOUND "service-unknown":
        "この名前のサービスはありません。" / "No service of this name is kept here.";
        "ここで動いているサービスの名前を使ってください。" / "Name a service that runs here.";
    NotFound NOT_FOUND "not-found":
        "見つかりません。" / "There is no such thing here.";
        "このサービスにあるものを、正しい番号で指してください。" / "Name something of this service by its right id.";
    LanguageUnknown NOT_FOUND "language-unknown":
        "この言語の文はありません。" / "There is no text in this language.";
        "ポリシーが書かれている言語を指定してください。" / "Ask for a language that the policy has.";
    ContentTypeUnsupported UNSUPPORTED_MEDIA_TYPE "content-type-unsupported":
        "本文の形式が違います。" / "The body is of another type than this address takes.";
        "`Content-Type: application/json`（行ごとに送る URL では `application/x-ndjson`）を付けてください。" / "Send `Content-Type: application/json`, or `application/x-ndjson` where lines are taken.";
    BodyTooLarge PAYLOAD_TOO_LARGE "body-too-large":
        "本文が大きすぎます。" / "The body is too large.";
        "上限より小さく分けて送ってください。" / "Send less than the limit at a time.";
    LineTooLong PAYLOAD_TOO_LARGE "line-too-long":
        "一行が長すぎます。" / "A line is too long.";
        "一行を上限より短くしてください。" / "Keep each line below the limit.";
    LinesTooMany PAYLOAD_TOO_LARGE "lines-too-many":
        "行が多すぎます。この行から先は処理していません。" / "There are too many lines; from this one on nothing was done.";
        "一度に送る行を 10,000 行までにしてください。" / "Send at most 10,000 lines at a time.";
    BodyNotUtf8 BAD_REQUEST "body-not-utf8":
        "本文が UTF-8 ではありません。" / "The body is not UTF-8.";
        "UTF-8 の JSON を送ってください。" / "Send JSON in UTF-8.";
    BodyNotJson BAD_REQUEST "body-not-json":
        "本文を JSON として読めません。" / "The body cannot be read as JSON.";
        "JSON の値を一つだけ送ってください。" / "Send one JSON value and nothing else.";
    BodyTooDeep BAD_REQUEST "body-too-deep":
        "JSON の入れ子が深すぎます。" / "The JSON is nested too deeply.";
        "入れ子を 16 段までにしてください。" / "Nest at most 16 levels.";
    FieldDuplicated BAD_REQUEST "field-duplicated":
        "同じ名前のフィールドが二つあります。" / "A field is there twice.";
        "どちらか一つだけを送ってください。" / "Send it once.";
    FieldMissing UNPROCESSABLE_ENTITY "field-missing":
        "必要なフィールドがありません。" / "A field that is needed is missing.";
        "`field` が示すフィールドを加えてください。" / "Add the field that `field` names.";
    FieldUnknown UNPROCESSABLE_ENTITY "field-unknown":
        "知らないフィールドがあります。" / "There is a field that is not known.";
        "`field` が示す所から取り除いてください。" / "Leave it out, at the place that `field` names.";
    FieldMalformed UNPROCESSABLE_ENTITY "field-malformed":
        "フィールドの値の形が正しくありません。" / "The value of a field is not of the right form.";
        "`/openapi.json` で、`field` が示すフィールドの形を確かめてください。" / "See `/openapi.json` for the form of the field that `field` names.";
    QueryMalformed BAD_REQUEST "query-malformed":
        "クエリパラメーターの形が正しくありません。" / "A query parameter is not of the right form.";
        "`field` が示すパラメーターを直してください。" / "Mend the parameter that `field` names.";
    ValueInvalid UNPROCESSABLE_ENTITY "value-invalid":
        "この種類の項目の値として正しくありません。" / "This is no value of an item of this kind.";
        "`field` が示す項目の値を確かめてください。" / "Check the value of the item that `field` names.";
    ValueTooLarge PAYLOAD_TOO_LARGE "value-too-large":
        "値が大きすぎます。" / "The value is too large.";
        "`field` が示す項目の値を短くしてください。" / "Shorten the value of the item that `field` names.";
    CardNumber UNPROCESSABLE_ENTITY "card-number":
        "カード番号らしいものが含まれているため、受け取りません。" / "It looks as if it held a card number, so it is not taken.";
        "カード番号を取り除いてください。" / "Leave the card number out.";
    TextRefused UNPROCESSABLE_ENTITY "text-refused":
        "この文は受け取れません。空か、長すぎるか、見えない文字や向きを変える文字、カード番号が含まれています。" / "This text is not taken: it is empty or too long, or holds hidden characters, marks that turn the text around, or a card number.";
        "`field` が示す文を、見えるとおりの文字だけで書き直してください。" / "Write the text that `field` names anew, with nothing in it but what can be seen.";
    ValueUnreadable INTERNAL_SERVER_ERROR "value-unreadable":
        "保存されている値が開けません。書き換えられたか、別の場所へ移されたおそれがあります。" / "A stored value does not open: it may have been changed, or moved to another place.";
        "運用の担当者に知らせ、`azukari verify` で記録を確かめてください。" / "Tell those who run the program, and check the records with `azukari verify`.";
    IdempotencyKeyMissing BAD_REQUEST "idempotency-key-missing":
        "書き込みには `Idempotency-Key` ヘッダーが要ります。" / "A write needs an `Idempotency-Key` header.";
        "操作ごとに新しいキーを付け、送り直すときは同じキーを使ってください。" / "Give each operation a fresh key, and the same key when you send it again.";
    IdempotencyKeyMalformed BAD_REQUEST "idempotency-key-malformed":
        "`Idempotency-Key` の形が正しくありません。" / "The `Idempotency-Key` is not of the right form.";
        "空白のない ASCII の 1～128 文字にしてください。" / "Use 1 to 128 visible ASCII characters.";
    IdempotencyKeyReused UNPROCESSABLE_ENTITY "idempotency-key-reused":
        "この `Idempotency-Key` は、別の内容の操作に使われています。" / "This `Idempotency-Key` was used for another operation.";
        "新しい操作には新しいキーを付けてください。" / "Give a new operation a new key.";
    ApprovalUnusable UNPROCESSABLE_ENTITY "approval-unusable":
        "この承認は使えません。別の内容のものか、使用済みか、期限切れです。" / "This approval does not fit: it is for something else, was used, or is too old.";
        "同じ内容で、改めて承認を得てください。" / "Have the same words approved anew.";
    AlreadyHeld CONFLICT "already-held":
        "この参照番号の本人は、すでに登録されています。" / "A person with this reference is already there.";
        "その参照番号で本人を指してください。" / "Name the person by that reference.";
    FindAmbiguous CONFLICT "find-ambiguous":
        "一人に定まりません。" / "More than one person matches.";
        "一人だけを指す項目で探してください。" / "Look by something that only one person has.";
    Conflict CONFLICT "conflict":
        "ほかの書き込みと重なりました。何も変わっていません。" / "It met another write; nothing has changed.";
        "今の状態を確かめてから、もう一度行ってください。" / "Look at what stands now, then try again.";
    TokenMissing UNAUTHORIZED "token-missing":
        "トークンがありません。" / "There is no token.";
        "`Authorization: Bearer azk_…` を付けてください。" / "Send `Authorization: Bearer azk_…`.";
    TokenInvalid UNAUTHORIZED "token-invalid":
        "このトークンは無効です。期限が切れたか、取り消されたか、アカウントが閉じられたか、発行されていません。" / "This token does not count: it has expired, was revoked, belongs to a closed account, or was never issued.";
        "有効なトークンを発行してもらってください（`azukari token create`）。" / "Have a valid token issued (`azukari token create`).";
    CallerOtherService FORBIDDEN "caller-other-service":
        "このトークンは別のサービスのものです。" / "This token belongs to another service.";
        "このサービスのトークンを使ってください。" / "Use a token of this service.";
    CallerOtherNetwork FORBIDDEN "caller-other-network":
        "このトークンは、このネットワークからは使えません。" / "This token may not be used from this network.";
        "トークンに定めたネットワークから使ってください。" / "Use it from the network it is bound to.";
    CallerNotOfficer FORBIDDEN "caller-not-officer":
        "この役割では行えません。" / "This role may not do this.";
        "ポリシーを扱う役割（`handle = [\"policy\"]`）で行ってください。" / "Use a role that handles the policy (`handle = [\"policy\"]`).";
    RateLimited TOO_MANY_REQUESTS "rate-limited":
        "リクエストが多すぎます。" / "There are too many requests.";
        "`Retry-After` の秒数だけ待ってください。" / "Wait as many seconds as `Retry-After` says.";
    TimedOut SERVICE_UNAVAILABLE "timed-out":
        "時間内に終わりませんでした。記録は済んでいることがあります。" / "It was not finished in time; it may have been recorded all the same.";
        "同じ `Idempotency-Key` でもう一度送ってください。" / "Send it again with the same `Idempotency-Key`.";
    NotYetIntegrated NOT_FOUND "not-yet-integrated":
        "行為は記録されました。証明は次のチェックポイントで得られます。" / "The act is recorded; its proof comes with the next checkpoint.";
        "`Retry-After` の秒数の後に、もう一度取得してください。" / "Ask again after the seconds that `Retry-After` names.";
    ClockBehind SERVICE_UNAVAILABLE "clock-behind":
        "時計が最新の記録より遅れているため、何も行いません。" / "The clock is behind the newest record, so nothing is done.";
        "サーバーの時計を合わせてください。" / "Set the server's clock right.";
    StandingUncertain SERVICE_UNAVAILABLE "standing-uncertain":
        "復元の後、本人の選択がまだ確かでないため、行いません。" / "After a restore the person's choices are not yet certain, so this is not done.";
        "責任者が、復元で失われた期間の扱いを決めて記録してください。" / "An officer closes the gap of the restore by a recorded decision.";
    PolicyNotCompiling SERVICE_UNAVAILABLE "policy-not-compiling":
        "有効な版を、今のプログラムで組み立てられないため、すべての行為を断っています。" / "The active version no longer compiles with the program that runs, so every act is refused.";
        "責任者が、組み立てられる版を有効にしてください。" / "An officer activates a version that compiles.";
    Unavailable SERVICE_UNAVAILABLE "unavailable":
        "記録できないため、何も行いません。" / "It cannot be recorded, so nothing is done.";
        "しばらくしてから、同じ `Idempotency-Key` でもう一度送ってください。" / "Send it again later, with the same `Idempotency-Key`.";
    Internal INTERNAL_SERVER_ERROR "internal":
        "こちらの誤りで答えられません。" / "We made a mistake and cannot answer.";
        "`request` の番号を添えて、運用者に知らせてください。" / "Tell the operator, with the number in `request`.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_door_is_known_here_with_the_same_status() {
        for (code, word) in azukari_custody::DoorCode::ALL {
            let row = Code::of_word(word).unwrap_or_else(|| panic!("{word} is not in the table")).row();
            assert_eq!(row.status.as_u16(), code.status().number(), "{word}");
        }
    }

    #[test]
    fn no_two_codes_share_a_word_and_every_one_is_an_error() {
        let mut words: Vec<_> = Code::ALL.iter().map(|code| code.row().word).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Code::ALL.len());
        assert!(Code::ALL.iter().all(|code| code.row().status.as_u16() >= 400));
    }
}
