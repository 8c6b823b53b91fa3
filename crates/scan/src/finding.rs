//! What can be wrong between a site and its policy: the codes, their sentences, and a finding.

use crate::observed::{State, Witness};
use azukari_model::{Lang, Name, Sentence};
use std::collections::BTreeSet;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Weight {
    /// The site does what the policy does not say, or against it.
    Error,
    /// Something to look at: it may be the policy that says too much.
    Warning,
}

impl Weight {
    /// The word in data.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }

    /// The word for people.
    pub const fn said(self, lang: Lang) -> &'static str {
        match self {
            Self::Error => lang.pick("エラー", "error"),
            Self::Warning => lang.pick("警告", "warning"),
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident $word:literal $weight:ident $ja:literal $en:literal $fix_ja:literal $fix_en:literal;)*) => {
        /// What is wrong. The word is stable: baselines and other programs hold on to it.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum FindingCode { $($(#[$doc])* $variant,)* }

        impl FindingCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word of the code.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// How much it weighs.
            pub const fn weight(self) -> Weight {
                match self { $(Self::$variant => Weight::$weight,)* }
            }

            /// What is said of a `{subject}` of a `{tag}`, with a `{detail}`.
            pub const fn sentence(self) -> Sentence {
                match self { $(Self::$variant => { const SAID: Sentence = Sentence::new($ja, $en); SAID })* }
            }

            /// What to do.
            pub const fn fix(self, lang: Lang) -> &'static str {
                match self { $(Self::$variant => lang.pick($fix_ja, $fix_en),)* }
            }
        }
    };
}

codes! {
    /// A host no tag names.
    UndeclaredHost "undeclared-host" Error
        "ポリシーにない送信先です：`{subject}`" "sent to `{subject}`, which no tag of the policy names"
        "policy.toml に [tag] として載せるか、ページから外してください" "declare it as a [tag] in policy.toml, or take it off the page";
    /// A cookie no tag names.
    UndeclaredCookie "undeclared-cookie" Error
        "ポリシーにないクッキーです：`{subject}`（{detail}）" "cookie `{subject}` ({detail}), which no tag of the policy names"
        "タグの cookies に期間とともに載せるか、使うのをやめてください" "name it in the `cookies` of its tag, with how long it stays, or stop setting it";
    /// Before anything was chosen.
    BeforeConsent "sent-before-consent" Error
        "選択の前に `{tag}` の `{subject}` へ送信しています" "`{tag}` sent to `{subject}` before the visitor had chosen"
        "同意スクリプトの管理下に置いてください（type=\"text/plain\" と data-category）" "put it under the consent script (type=\"text/plain\" and data-category)";
    /// After no.
    AfterRefusal "sent-after-refusal" Error
        "断ったあとに `{tag}` の `{subject}` へ送信しています" "`{tag}` sent to `{subject}` although the visitor had refused"
        "このタグの分類が、ページの data-category と合っているか確かめてください" "see that its category in the policy is the data-category on the page";
    /// After yes was taken back.
    AfterWithdrawal "sent-after-withdrawal" Error
        "撤回のあとに `{tag}` の `{subject}` へ送信しています" "`{tag}` sent to `{subject}` although consent had been withdrawn"
        "撤回と同時に止まるか、次のページからは読み込まれないようにしてください" "let it stop with the withdrawal, and not be loaded on the next page";
    /// Global Privacy Control.
    DespiteGpc "sent-despite-gpc" Error
        "Global Privacy Control を示すブラウザから `{tag}` の `{subject}` へ送信しています" "`{tag}` sent to `{subject}` although the browser says Global Privacy Control"
        "GPC を、選択の前の拒否として扱ってください" "treat the signal as a refusal until the visitor chooses otherwise";
    /// A cookie before anything was chosen.
    CookieBeforeConsent "cookie-before-consent" Error
        "選択の前に `{tag}` のクッキー `{subject}` が置かれています" "cookie `{subject}` of `{tag}` was set before the visitor had chosen"
        "同意のあとに置くようにしてください" "set it after consent";
    /// A cookie after no.
    CookieAfterRefusal "cookie-after-refusal" Error
        "断ったあとに `{tag}` のクッキー `{subject}` があります" "cookie `{subject}` of `{tag}` stands although the visitor had refused"
        "断られたときに削除し、以後置かないようにしてください" "delete it on refusal and set it no more";
    /// A cookie left over.
    CookieAfterWithdrawal "cookie-after-withdrawal" Error
        "撤回のあとも `{tag}` のクッキー `{subject}` が残っています" "cookie `{subject}` of `{tag}` still stands after consent was withdrawn"
        "撤回のときに削除してください。ドメインと path が置いたときと同じか確かめてください" "delete it on withdrawal, with the domain and path it was set with";
    /// A cookie despite Global Privacy Control.
    CookieDespiteGpc "cookie-despite-gpc" Error
        "Global Privacy Control を示すブラウザに `{tag}` のクッキー `{subject}` が置かれています" "cookie `{subject}` of `{tag}` was set although the browser says Global Privacy Control"
        "GPC を、選択の前の拒否として扱ってください" "treat the signal as a refusal until the visitor chooses otherwise";
    /// More than `sends` says.
    ItemUndeclared "item-undeclared" Error
        "`{tag}` が、宣言にない情報（{detail}）を `{subject}` へ送信しています" "`{tag}` sends {detail} to `{subject}`, beyond what it declares"
        "タグの sends に加えて公表するか、送らないようにしてください" "add it to `sends` of the tag, which publishes it, or stop sending it";
    /// Somebody's address or number to a host that no tag names.
    PersonalValue "personal-value" Error
        "個人の値（{detail}）を、ポリシーにない `{subject}` へ送信しています" "a personal value ({detail}) went to `{subject}`, which no tag names"
        "すぐに止め、漏えいに当たらないか確かめてください" "stop it, and see whether it has to be reported as a leak";
    /// A cookie that stays longer.
    CookieLifetime "cookie-lifetime" Error
        "`{tag}` のクッキー `{subject}` は、宣言より長く残ります（{detail}）" "cookie `{subject}` of `{tag}` stays longer than declared ({detail})"
        "宣言を実際の期間に直すか、期間を短くしてください" "declare how long it really stays, or shorten it";
    /// Never seen.
    NotSeen "not-seen" Warning
        "宣言にある `{subject}`（{tag}）は、どのページでも見えませんでした" "`{subject}` of `{tag}` is declared, and was seen on no page"
        "使っていなければ宣言から外してください。そのページを URL に加えたか確かめてください" "if it is not used any more, take it out; see that the pages that use it were given";
    /// No link to the list.
    NoticeUnreachable "notice-unreachable" Error
        "外部送信のページへ一度の操作で行けません（{detail}）" "the list of what is sent cannot be reached in one step ({detail})"
        "すべてのページの下部に、外部送信のページへのリンクを置いてください" "put a link to the list on every page, in the footer";
    /// A dead way out.
    WayOutDead "opt-out-dead" Error
        "オプトアウトのリンクが切れています：`{subject}`（{detail}）" "a way out leads nowhere: `{subject}` ({detail})"
        "提供元の新しいページを探し、opt-out を直してください" "find the provider's new page and correct `opt-out`";
    /// No banner where one is needed.
    BannerMissing "banner-missing" Error
        "選択の画面を操作できません（{detail}）" "the banner could not be operated ({detail})"
        "同意スクリプトが読み込まれているか、ボタンに data-role があるか確かめてください" "see that the consent script is loaded and its buttons carry `data-role`";
    /// No page.
    PageFailed "page-failed" Error
        "ページを開けませんでした（{detail}）" "the page did not open ({detail})"
        "URL を確かめてください" "check the address";
    /// Never idle.
    NeverIdle "never-idle" Warning
        "ページが時間内に落ち着かず、途中で離れました" "the page was still busy when its time was up, and was left"
        "--deadline を延ばすと、続きを見ることができます" "a longer --deadline sees more of it";
}

/// One thing that is wrong, with every place it was seen at.
#[derive(Clone, Debug)]
pub struct Finding {
    pub code: FindingCode,
    /// A host, a cookie, an address; empty: the page itself.
    pub subject: String,
    /// The tag it belongs to, if one names it.
    pub tag: Option<Name>,
    /// What is said of it besides, in Japanese and English.
    pub detail: [String; 2],
    pub places: BTreeSet<Place>,
    /// What the catalogue knows of an undeclared host: the id of a vendor.
    pub vendor: Option<String>,
    /// The baseline knows it.
    pub accepted: bool,
}

/// Where a finding was seen.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Place {
    pub page: String,
    pub state: State,
    /// What went out, as it may be shown; empty: no request.
    pub address: String,
    pub witness: Option<Witness>,
}

impl Finding {
    /// The sentence in a language.
    pub fn message(&self, lang: Lang) -> String {
        let tag = self.tag.as_deref().unwrap_or("–");
        let [ja, en] = &self.detail;
        let told = self.code.sentence().with([("subject", &self.subject), ("tag", &tag)]);
        told.with_both("detail", ja.clone(), en.clone()).told(lang)
    }

    /// What stays the same from run to run: code and subject.
    pub fn fingerprint(&self) -> String {
        match &self.tag {
            Some(tag) => format!("{}:{}:{tag}", self.code.word(), self.subject),
            None => format!("{}:{}", self.code.word(), self.subject),
        }
    }

    /// The pages it was seen on, each once.
    pub fn pages(&self) -> Vec<&str> {
        let pages: BTreeSet<&str> = self.places.iter().map(|place| place.page.as_str()).collect();
        pages.into_iter().collect()
    }

    /// The states it was seen in, each once.
    pub fn states(&self) -> Vec<String> {
        let states: BTreeSet<&State> = self.places.iter().map(|place| &place.state).collect();
        states.into_iter().map(State::word).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_word_of_its_own_and_says_what_to_do_in_both_languages() {
        let words: BTreeSet<&str> = FindingCode::ALL.iter().map(|code| code.word()).collect();
        assert_eq!(words.len(), FindingCode::ALL.len());
        for code in FindingCode::ALL {
            assert_ne!(code.fix(Lang::Ja), code.fix(Lang::En), "{}", code.word());
        }
    }
}
