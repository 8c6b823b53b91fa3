//! What the script says, in Japanese and English.

use azukari_model::Language;
use serde_json::{Map, Value, json};

/// Key, Japanese, English; `{0}` and `{1}` are filled in by the runtime.
const WORDS: &[(&str, &str, &str)] = &[
    ("title", "端末からの情報の送信について", "What your device sends to others"),
    (
        "notice",
        "このサイトでは、お使いの端末から{0}件の外部サービスに情報を送信します。送信は、サービスごとにいつでも止められます。",
        "This site makes your device send information to {0} outside services. You can stop each of them at any time.",
    ),
    (
        "some",
        "このサイトでは、お使いの端末から{0}件の外部サービスに情報を送信します。うち{1}件は、許可をいただいてから送信します。送信は、サービスごとにいつでも止められます。",
        "This site makes your device send information to {0} outside services, to {1} of them only once you allow it. You can stop each of them at any time.",
    ),
    (
        "ask",
        "このサイトでは、許可をいただいた場合に限り、お使いの端末から{0}件の外部サービスに情報を送信します。",
        "Only if you allow it, this site makes your device send information to {0} outside services.",
    ),
    ("list", "送信先と内容の一覧", "What is sent, and to whom"),
    ("all", "すべて許可する", "Allow all"),
    ("none", "すべて拒否する", "Refuse all"),
    ("settings", "個別に設定する", "Choose for each"),
    ("save", "この内容で保存する", "Save these settings"),
    ("withdraw", "許可を取り消し、このブラウザーの番号を消す", "Withdraw, and erase this browser's number"),
    ("close", "閉じる", "Close"),
    ("centre", "外部送信の設定", "What may be sent"),
    (
        "how",
        "送信を許可するサービスを選んでください。保存するまで、いまの設定は変わりません。",
        "Choose which services information may be sent to. Nothing changes until you save.",
    ),
    ("always", "サービスの提供に必要なため、止められません", "the service needs it; always on"),
    ("count", "送信先 {0}件", "Who gets it: {0}"),
    ("more", "送信する情報の詳細", "What is sent"),
    ("stopped", "お申し出により停止しています", "stopped at your request"),
    ("saved", "設定を保存しました。", "Your settings are saved."),
    (
        "changes",
        "前回お選びいただいた後に、次の点が変わりました。あらためてお選びください。",
        "Since you last chose, this has changed. Please choose again.",
    ),
    ("and", "、", ", "),
    (
        "gpc",
        "ブラウザーから共有を望まない旨の信号（GPC）を受け取り、広告などへの送信を止めています。",
        "Your browser asks not to have its data shared (GPC): sending to advertisers is off.",
    ),
    (
        "gpcOver",
        "ブラウザーから共有を望まない旨の信号（GPC）を受け取りましたが、ここでの選択を優先しています。",
        "Your browser asks not to have its data shared (GPC): what you chose here counts instead.",
    ),
    ("holder", "{0}の内容は、許可をいただくまで表示しません。", "{0} is not shown until you allow it."),
    ("allow", "許可して表示する", "Allow and show"),
    ("unlisted", "一覧にない外部サービス", "An outside service that is not listed"),
];

/// What can change of a tag, in the order of its letters; then a tag that was not there.
const FACTS: [(&str, &str); 5] = [
    ("送信する情報の変更", "what is sent"),
    ("送信先の変更", "who gets it"),
    ("利用目的の変更", "what it is for"),
    ("分類の変更", "its category"),
    ("新しい送信先", "new"),
];

pub(crate) fn words(language: Language) -> Value {
    let pick = |ja: &'static str, en: &'static str| if language == Language::JA { ja } else { en };
    let mut words: Map<String, Value> =
        WORDS.iter().map(|(key, ja, en)| ((*key).to_owned(), json!(pick(ja, en)))).collect();
    words.insert("facts".to_owned(), FACTS.iter().map(|(ja, en)| pick(ja, en)).collect());
    Value::Object(words)
}

pub(crate) fn own_cookies(language: Language) -> &'static str {
    if language == Language::JA { "当社のクッキー" } else { "Our own cookies" }
}
