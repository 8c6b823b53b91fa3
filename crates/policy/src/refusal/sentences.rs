//! What each refusal says: one sentence why, one what would have to be true, in both languages.

use super::RefusalCode as Code;
use azukari_model::Lang;

/// A sentence in Japanese and in English.
type Both = (&'static str, &'static str);

impl Code {
    /// Why the act is refused.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        let (ja, en) = self.sentences().0;
        lang.pick(ja, en)
    }

    /// What would have to be true for it to be permitted.
    pub const fn permitted_if(self, lang: Lang) -> &'static str {
        let (ja, en) = self.sentences().1;
        lang.pick(ja, en)
    }

    const fn sentences(self) -> (Both, Both) {
        match self {
            Self::CallerUnpledged => (
                (
                    "このアカウントには、従業者ごとに必要な安全管理措置の記録がありません。",
                    "The account lacks a measure that must be on file for each member of staff.",
                ),
                (
                    "その措置（`per = \"staff\"`、`blocks`）がこのアカウントについて記録され、期限内であること。",
                    "The measure (`per = \"staff\"`, `blocks`) is attested for this account and not overdue.",
                ),
            ),
            Self::CallerLacksPurpose => (
                ("この役割では、この利用目的で扱えません。", "This role may not act for this purpose."),
                ("役割の `use` にこの利用目的があること。", "`role.use` lists it."),
            ),
            Self::CallerLacksItem => (
                ("この役割で扱えるのは、ほかの項目に限られています。", "This role is narrowed to other items."),
                (
                    "役割の `items` にこの項目があるか、`items` の指定がないこと。",
                    "`role.items` lists them, or is absent.",
                ),
            ),
            Self::CallerLacksFind => (
                ("この役割では、この項目から本人を探せません。", "This role may not find people by this."),
                ("役割の `find` にこの項目またはシステムがあること。", "`role.find` lists the item or the system."),
            ),
            Self::CallerLacksSource => (
                (
                    "この役割では、この取得元から取得できません。",
                    "This role may not bring information in by this source.",
                ),
                ("役割の `acquire` にこの取得元があること。", "`role.acquire` lists it."),
            ),
            Self::CallerLacksProvision => (
                ("この役割では、このような提供はできません。", "This role may not pass information on so."),
                (
                    "役割の `provide` に当てはまる提供があるか、`exceptions` があること。",
                    "`role.provide` lists a provision that fits, or `exceptions`.",
                ),
            ),
            Self::CallerLacksHandling => (
                ("この役割では、この種類の請求を処理できません。", "This role may not carry out this kind of request."),
                (
                    "役割の `handle` に `requests`、`correct`、`cease`、`erase` のうち、行為に応じたものがあること。",
                    "`role.handle` lists requests, correct, cease or erase, as the act.",
                ),
            ),
            Self::CallerLacksStatistic => (
                ("この役割では、この統計を作れません。", "This role may not make this statistic."),
                ("役割の `count` にこの統計があること。", "`role.count` lists it."),
            ),
            Self::CallerLacksEvent => (
                ("この役割では、この出来事を報告できません。", "This role may not report this event."),
                ("役割の `report` にこの出来事があること。", "`role.report` lists it."),
            ),
            Self::CallerLacksConsent => (
                ("この役割では、本人の回答を登録できません。", "This role may not enter a person's answers."),
                (
                    "役割に `consent = true` があるか、本人が自分で答えること。",
                    "`role.consent = true`, or the person answers.",
                ),
            ),
            Self::CallerLacksMeasure => (
                (
                    "この役割では、この安全管理措置の実施記録を登録できません。",
                    "This role may not enter evidence for this measure.",
                ),
                ("役割の `attest` にこの措置があること。", "`role.attest` lists it."),
            ),
            Self::CallerLacksBulk => (
                (
                    "この役割では、一度に一人ずつしか求められません。",
                    "This role may ask for one person at a time only.",
                ),
                (
                    "役割の `bulk` にこの利用目的または提供があること。",
                    "`role.bulk` lists the purpose or the provision.",
                ),
            ),
            Self::CallerLacksImport => (
                ("この役割では、過去の事実を登録できません。", "This role may not enter the past."),
                ("役割に `import = true` があること。", "`role.import = true`."),
            ),
            Self::CallerLimitReached => (
                (
                    "このアカウントは、今日扱える人数の上限に達しました。",
                    "The account has reached its people of the day.",
                ),
                ("翌日になるか、役割の上限（`limit`）を上げること。", "The next day, or a higher `role.limit`."),
            ),
            Self::CallerApprovesOwn => (
                ("例外を求める人は、自分でそれを承認できません。", "Who asks for an exception may not approve it."),
                ("別のアカウントが承認すること。", "The approver is another account."),
            ),
            Self::CallerApproverNotEntitled => (
                ("承認した人の役割では、例外を承認できません。", "The approver's role may not approve exceptions."),
                (
                    "`approve = [\"exceptions\"]` のある役割が承認すること。",
                    "A role with `approve = [\"exceptions\"]` approves.",
                ),
            ),
            Self::CallerAttestsOwn => (
                (
                    "監査と、その対象になる点検は、同じ期間に同じ人が記録できません。",
                    "The audit and the inspection it audits may not be attested by one account in the same period.",
                ),
                ("別のアカウントが記録すること。", "Another account attests."),
            ),
            Self::PolicyNotDeciding => (
                (
                    "このポリシーは公開されているだけで、判定にはまだ使われていません。",
                    "The policy is published only; nothing is decided by it yet.",
                ),
                ("`stage = \"decide\"` の版が施行されていること。", "A version with `stage = \"decide\"` is in force."),
            ),
            Self::PolicyNotInForce => (
                ("施行されている版がありません。", "No version of the policy counts yet."),
                ("施行日になっていること。", "Its effective day has begun."),
            ),
            Self::PolicyPurposeNotDeclared => (
                ("この利用目的はポリシーにありません。", "The policy knows no such purpose."),
                ("`[purpose]` に宣言されていること。", "`[purpose]` has it."),
            ),
            Self::PolicyItemNotDeclared => (
                ("この項目はポリシーにありません。", "The policy knows no such item."),
                (
                    "`[item]` に宣言されているか、取得元に `extra = \"drop\"` があること。",
                    "`[item]` has it; or the source says `extra = \"drop\"`.",
                ),
            ),
            Self::PolicyRecipientNotDeclared => (
                (
                    "この提供先は、ポリシーにも会社の登録簿にもありません。",
                    "Neither a declared recipient, a declared provision nor a registered company.",
                ),
                (
                    "ポリシーに宣言されているか、分類のもとに会社が登録されていること。",
                    "The policy declares it, or the office registers the company under a class.",
                ),
            ),
            Self::PolicySourceNotDeclared => (
                ("この取得元はポリシーにありません。", "The policy knows no such source."),
                ("`[source]` に宣言されていること。", "`[source]` has it."),
            ),
            Self::PolicyRightNotDeclared => (
                ("この請求はポリシーにありません。", "The policy knows no such right."),
                ("`[right]` に宣言されていること。", "`[right]` has it."),
            ),
            Self::PolicyStatisticNotDeclared => (
                ("この統計はポリシーにありません。", "The policy knows no such statistic."),
                ("`[statistic]` に宣言されていること。", "`[statistic]` has it."),
            ),
            Self::PolicyEventNotDeclared => (
                ("この出来事はポリシーにありません。", "The policy knows no such event."),
                ("`[event]` に宣言されていること。", "`[event]` has it."),
            ),
            Self::PolicyTagNotDeclared => (
                ("このタグは、公表した一覧にありません。", "The code is not listed."),
                ("`[tag]` に宣言されていること。", "`[tag]` has it."),
            ),
            Self::PolicyMeasureNotDeclared => (
                ("この安全管理措置はポリシーにありません。", "The policy knows no such measure."),
                ("`[measure]` に宣言されていること。", "`[measure]` has it."),
            ),
            Self::PolicySystemNotDeclared => (
                ("この自社システムは宣言されていません。", "The company has declared no such system."),
                ("operation.toml の `[system]` に宣言されていること。", "`[system]` of operation.toml has it."),
            ),
            Self::PolicyPurposeOfRecipient => (
                (
                    "これは提供先の利用目的で、当社の利用目的ではありません。",
                    "This is what a recipient does with it; we do not.",
                ),
                ("当社の利用目的を指定すること。", "A purpose of our own."),
            ),
            Self::PolicyMemberNotRegistered => (
                (
                    "会社ではなく分類が指定されたか、その会社が登録されていません。",
                    "The class is named, not a company; or the company is not in the register.",
                ),
                (
                    "その分類のもとに登録された会社を指定すること。",
                    "The act names a company the office registered under the class.",
                ),
            ),
            Self::PolicyExceptionNotDeclared => (
                ("ポリシーは、このような例外を認めていません。", "The policy admits no such exception."),
                (
                    "`service.grounds` にあり、法律の例外か、それに当たる場合であること。",
                    "`service.grounds` lists it, and it is the law's or a case of the law's.",
                ),
            ),
            Self::PolicyExceptionMissing => (
                (
                    "公的機関には、例外に当たる場合のほかは何も提供しません。",
                    "To an authority nothing goes but by an exception.",
                ),
                ("認められた例外を指定すること。", "The act names an admitted exception."),
            ),
            Self::PolicyPurposeNotForRecipient => (
                ("この提供先とこの利用目的を結ぶ提供がありません。", "Nothing joins this recipient and this purpose."),
                ("両方を挙げた提供が宣言されていること。", "A provision names both."),
            ),
            Self::PolicyVersionUnknown => (
                ("その日の版が見つかりません。", "No version of that day is known."),
                (
                    "有効にされた版か、後から登録された版（`azukari activate --published DATE`）であること。",
                    "It was activated, or entered afterwards (`azukari activate --published DATE`).",
                ),
            ),
            Self::PolicyItemNotFindable => (
                ("この項目から本人を探すことはできません。", "People are not found by this."),
                (
                    "ここで保管するメールアドレスか電話番号に `lookup = true` があること。",
                    "`lookup = true`: an e-mail address or telephone number stored here.",
                ),
            ),
            Self::PolicyHeldElsewhere => (
                (
                    "提供先が保有していて、当社は保有していません。または、文章にカード番号らしいものが含まれています。",
                    "A recipient holds it, not we; or a text looks like it holds a card number.",
                ),
                ("ありません。保有している会社に求めてください。", "Nothing: go to who holds it."),
            ),
            Self::PolicyValueElsewhere => (
                (
                    "この項目は自社の別のシステムが保有し、値はここに来ません。",
                    "One of our systems holds this; its value does not come here.",
                ),
                ("値を付けずに項目名だけを送ること。", "The act names the item without a value."),
            ),
            Self::PolicyItemNotForPurpose => (
                ("この利用目的では、この項目を使えません。", "The purpose may not touch this item."),
                ("利用目的の `items` にこの項目があること。", "`purpose.items` lists it."),
            ),
            Self::PolicyWayOutMissing => (
                (
                    "お客様への広告メールには、配信を止める方法が必要です。",
                    "Advertising mail to customers carries the way out of it.",
                ),
                (
                    "`way-out` を付け、メールに停止用のリンクを入れること。",
                    "`way-out` is in the act, and the link in the mail.",
                ),
            ),
            Self::PolicyItemNotForRecipient => (
                (
                    "この利用目的でこの項目を渡せる提供を、この役割は持っていません。",
                    "No provision the caller holds passes this item on for this purpose.",
                ),
                (
                    "提供と利用目的の両方の項目に含まれていること。",
                    "It is among the items of the provision and of the purpose.",
                ),
            ),
            Self::PolicyRecipientNotForException => (
                ("この例外では、この提供先に渡せません。", "This exception may not reach this recipient."),
                ("提供先の `under` にこの例外があること。", "`recipient.under` lists it."),
            ),
            Self::PolicyReasonMissing => {
                (("理由がありません。", "No reason was given."), ("理由を書くこと。", "The act says why."))
            }
            Self::PolicyReferenceMissing => (
                ("参照する文書や番号がありません。", "No reference was given."),
                (
                    "令状、事件、請求書、問い合わせなどの番号を書くこと。",
                    "A warrant, file, invoice or ticket is named.",
                ),
            ),
            Self::PolicyDifficultyNotStated => (
                ("同意を得ることが困難であることが示されていません。", "Nobody stated that consent was hard to get."),
                ("`consent-difficult` を示すこと。", "`consent-difficult` is stated."),
            ),
            Self::PolicyHindranceNotStated => (
                (
                    "同意を得ると公的機関の事務に支障が出ることが示されていません。",
                    "Nobody stated that asking for consent would hinder the authority's task.",
                ),
                ("`would-hinder` を示すこと。", "`would-hinder` is stated."),
            ),
            Self::PolicyApprovalMissing => (
                ("承認がありません。", "Nobody approved."),
                ("別の人が、自分のトークンで承認していること。", "An approver is named, by a second credential."),
            ),
            Self::PolicyGroundMismatch => (
                ("示された根拠が、宣言された根拠と違います。", "The ground said is not the one declared."),
                ("提供に宣言された根拠を示すか、根拠を書かないこと。", "The act says the provision's ground, or none."),
            ),
            Self::PolicyMeasureMissing => (
                (
                    "この会社について必要な安全管理措置の記録がないか、期限を過ぎています。",
                    "A measure that must be on file for this company is not, or is overdue.",
                ),
                (
                    "その措置（分類ごとの `per`、`blocks`）がこの会社について記録されていること。",
                    "It is attested for the company (`per` its class, `blocks`).",
                ),
            ),
            Self::PolicyAgreementMissing => (
                ("この会社との契約が登録されていません。", "No agreement with this company is on file."),
                ("契約が登録されていること。", "The office entered one."),
            ),
            Self::PolicyAgreementExpired => (
                ("契約の期間が終わっています。", "The agreement has run out."),
                ("有効な契約があること。", "One in force."),
            ),
            Self::PolicyChoiceUnchecked => (
                ("この会社を選んだ理由が記録されていません。", "It is not recorded why this company was chosen."),
                ("選定の理由（法第25条）が記録されていること。", "The office recorded it (Art. 25)."),
            ),
            Self::PolicyReviewOverdue => (
                ("この会社の見直しが期限を過ぎています。", "The company was not reviewed in time."),
                ("`review-every` の期間内に見直されていること。", "A review not older than `review-every`."),
            ),
            Self::PolicyItemOutsideAgreement => (
                ("契約にこの項目が含まれていません。", "The agreement does not cover this item."),
                (
                    "契約の項目に含まれているか、契約が項目を限っていないこと。",
                    "The agreement's items list it, or name none.",
                ),
            ),
            Self::PolicyRouteMissing => (
                (
                    "外国にある会社への提供の根拠がないか、その国では使えません。",
                    "The company is abroad and no route is given, or not one open for that country.",
                ),
                ("提供先または会社に `route` があること。", "`route`, of the recipient or the company."),
            ),
            Self::PolicyRouteCheckOverdue => (
                (
                    "外国にある会社の年一回の確認が期限を過ぎています。",
                    "The yearly check of the foreign company is overdue.",
                ),
                ("一年以内に確認されていること。", "A check within a year."),
            ),
            Self::PolicyJointUseUnpublished => (
                ("この共同利用は、まだ公表されていません。", "The joint use was not published yet."),
                ("公表の日（`since`）が来ていること。", "Its `since` has come."),
            ),
            Self::PolicyIdentifiable => (
                (
                    "この人の個人情報を保有しているため、この項目と合わせると誰かが分かります。",
                    "Something personal is held of this person: put together, the item tells who it is.",
                ),
                (
                    "個人情報または要配慮個人情報に当たる項目を保有していないか、別の根拠があること。",
                    "Nothing of class personal or above is held; or another ground.",
                ),
            ),
            Self::PolicyConfirmationMissing => (
                (
                    "提供先が個人と結び付けますが、本人の同意を得ていることが確認されていません。",
                    "The recipient will join it to a person, and that person's consent is not confirmed.",
                ),
                (
                    "この提供先についての確認（法第31条）が登録されていること。",
                    "A confirmation for this recipient is on file (Art. 31).",
                ),
            ),
            Self::PolicyProvisionCeased => (
                ("本人が提供の停止を求めました。", "The person had passing it on stopped."),
                ("本人が再開を求めること。", "The person resumes."),
            ),
            Self::PolicyConsentMissing => (
                ("本人の同意がありません。", "The person was never asked, or never answered."),
                ("今の内容に本人が同意していること。", "A yes to this meaning."),
            ),
            Self::PolicyConsentRefused => (
                ("本人が同意しませんでした。", "The person said no."),
                ("その後に本人が同意すること。", "A later yes."),
            ),
            Self::PolicyConsentWithdrawn => (
                ("本人が同意を撤回しました。", "The person took a yes back."),
                ("その後に本人が同意すること。", "A later yes."),
            ),
            Self::PolicyConsentOutdated => (
                ("本人の同意は、以前の内容に対するものです。", "The yes was to an older meaning."),
                ("今の内容に本人が同意すること。", "A yes to today's."),
            ),
            Self::PolicyCountryNotTold => (
                ("移転先の国を知らせないまま得た同意です。", "The yes was given without knowing the country."),
                (
                    "国とその保護の制度を知らせたうえで同意を得ること（法第28条）。",
                    "A yes after the country and its protection were told (Art. 28).",
                ),
            ),
            Self::PolicyNotHeld => {
                (("保有していません。", "We do not have it."), ("取得すること。", "It is acquired."))
            }
            Self::PolicyHoldingExpired => (
                ("保有の期間が終わっています。", "Its period is over."),
                ("ありません。消去しているところです。", "Nothing: it is being erased."),
            ),
            Self::PolicySourceUnannounced => (
                (
                    "本人以外から取得したもので、まだ公表していません。",
                    "It came from elsewhere, which was not announced yet.",
                ),
                ("この取得元の公表が登録されていること。", "The announcement of this source is on file."),
            ),
            Self::PolicyPurposeNotShown => (
                (
                    "取得したときに、この利用目的を示していませんでした。",
                    "The notice it came under did not show this purpose.",
                ),
                (
                    "この利用目的を示して取得したか、関連する利用目的と記録されているか、本人が同意していること。",
                    "It came under one that did, or the purpose is recorded as related, or the person says yes.",
                ),
            ),
            Self::PolicyRecipientNotShown => (
                (
                    "取得したときのポリシーに、この第三者または共同利用者への提供がありませんでした。",
                    "This provision to a third party or joint user was not in the policy when it came.",
                ),
                (
                    "その後に取得したか、本人がこの提供に同意していること。",
                    "It came later, or the person says yes to the provision.",
                ),
            ),
            Self::PolicyRestricted => (
                ("争いがある間、利用を制限しています。", "It is restricted, while something is disputed."),
                ("制限が解かれること。", "The restriction is lifted."),
            ),
            Self::PolicyUseCeased => (
                ("本人が利用の停止を求めました。", "The person had its use stopped."),
                ("本人が再開を求めること。", "The person resumes."),
            ),
            Self::PolicyStopped => (
                ("本人がこの利用目的での利用を止めました。", "The person stopped this purpose."),
                ("本人が再び認めること。", "A yes of the person."),
            ),
            Self::PolicyEventMissing => (
                ("前提となる出来事が報告されていません。", "What must have happened was never reported."),
                ("その出来事が（この会社について）報告されること。", "The event is reported (for this company)."),
            ),
            Self::PolicyEventLapsed => (
                ("前提となる出来事は、もう続いていません。", "What had happened no longer holds."),
                ("改めて報告されること。", "It is reported again."),
            ),
            Self::PolicyNoticeMissing => (
                ("利用目的や同意の文面が、先に示されていません。", "The purpose, or the text, was not shown first."),
                ("示した文面の番号（`ntc_…`）を付けること。", "The act names the notice that was shown."),
            ),
            Self::PolicyNoticeOutdated => (
                ("示された文面が古くなっています。", "What was shown is an older version."),
                ("今日の文面を示すこと。", "Today's notice."),
            ),
            Self::PolicyProviderMismatch => (
                (
                    "この会社は、この取得元に挙げた分類の会社ではありません。",
                    "This company is not of a class this source comes from.",
                ),
                ("取得元の `provider` にその分類があること。", "`source.provider` lists its class."),
            ),
            Self::PolicyReceiptUnconfirmed => (
                (
                    "誰がどのように得たものかが確認されていません。",
                    "Who gave it, and how they got it, was not confirmed.",
                ),
                ("確認したことを示すこと（法第30条）。", "The act says so (Art. 30)."),
            ),
            Self::PolicyItemNotFromSource => (
                ("この取得元からは、この項目を取得しません。", "This source does not take this item."),
                ("取得元の `takes` にこの項目があること。", "`source.takes` lists it."),
            ),
            Self::PolicyRequiredMissing => (
                (
                    "取得元が求める項目または確認が欠けています。",
                    "An item or a confirmation the source demands is missing.",
                ),
                ("`required` と `confirms` がすべて揃っていること。", "All of `required` and `confirms` are there."),
            ),
            Self::PolicyWayNotOffered => (
                ("この方法では受け付けていません。", "Not by this way."),
                ("請求の `by` にある方法によること。", "A way in `right.by`."),
            ),
            Self::PolicyAgentNotAccepted => (
                ("この種類の代理人は受け付けていません。", "An agent of this kind is not accepted."),
                ("請求の `agents` にあること。", "`right.agents` lists it."),
            ),
            Self::PolicyAgentUnproven => (
                ("代理権が証明されていません。", "The agent's authority is not proven."),
                ("代理権を示す書類があること。", "A paper that shows it."),
            ),
            Self::PolicyIdentityMissing => (
                ("請求した人の本人確認がされていません。", "Nobody has checked who asks."),
                ("本人確認の記録があること。", "Identity evidence."),
            ),
            Self::PolicyIdentityTooWeak => (
                ("この本人確認では、この請求には足りません。", "This evidence is not enough for this right."),
                ("請求の `identity` のいずれかによること。", "One of `right.identity`."),
            ),
            Self::PolicyDocumentNotAccepted => (
                ("この書類では足りません。", "These papers are not enough."),
                ("請求の `documents` のいずれか一つを満たすこと。", "One line of `right.documents` is met."),
            ),
            Self::PolicyFollowOnNotOffered => (
                (
                    "回答済みの開示に続く請求とは認められません。",
                    "It does not follow from an answered disclosure of these items.",
                ),
                (
                    "元の請求に `then` があり、回答済みで、その項目を開示していること。または改めて本人確認をすること。",
                    "The right disclosed under has `then`, was answered, and showed the items; or identity is proven anew.",
                ),
            ),
            Self::PolicyItemOutsideRight => (
                ("この請求は、この項目には及びません。", "This right does not reach this item."),
                (
                    "請求の `items` にこの項目があるか、`items` の指定がないこと。",
                    "`right.items` lists it, or is absent.",
                ),
            ),
            Self::PolicyDeclineNotDeclared => (
                ("この理由で請求を断ることはできません。", "This right may not be declined so."),
                ("請求の `may-decline` にその理由があること。", "`right.may-decline` lists the ground."),
            ),
            Self::PolicyKeptByLaw => (
                ("法律により保存が義務づけられています。", "A statute keeps it."),
                ("保存期間（`at-least`）が終わること。", "The period of `at-least` is over."),
            ),
            Self::PolicyBreakdownNotDeclared => (
                ("この統計は、その項目では区分しません。", "The statistic is not broken down so."),
                ("統計の `by` にその項目があること。", "`statistic.by` lists it."),
            ),
            Self::PolicyRecipientNotForStatistic => (
                ("この統計は、そこには提供しません。", "This statistic does not go there."),
                (
                    "統計の `to` にその提供先があり、会社が登録されていること。",
                    "`statistic.to` lists the recipient, and the company is registered.",
                ),
            ),
            Self::PolicyGroupTooSmall => (
                (
                    "人数が少なすぎて誰かが分かるおそれのある区分があります。",
                    "A group is so small that it may point at somebody.",
                ),
                ("どの区分も `min-group` 人以上であること。", "No group below `min-group`."),
            ),
            Self::PolicyTagNotOnPage => (
                ("このページ、またはこの環境では使わないタグです。", "Not on this page, or not on this platform."),
                ("タグの `pages` と `on` にあること。", "`tag.pages` and `tag.on` list it."),
            ),
            Self::PolicyTagConsentMissing => (
                ("閲覧者がこのタグを許可していません。", "The visitor has not allowed it."),
                ("タグまたはその分類に同意があること。", "A yes to the tag or its category."),
            ),
            Self::PolicyTagRefused => (
                ("閲覧者がこのタグを断りました。", "The visitor refused it."),
                ("タグまたはその分類に同意があること。", "A yes to the tag or its category."),
            ),
            Self::PolicyHostNotDeclared => (
                ("宣言されていない送信先への通信です。", "It reached a host that is not declared."),
                (
                    "vendors.toml、ポリシー、operation.toml のいずれかの `hosts` にあること。",
                    "`hosts` lists it, in vendors.toml, the policy or operation.toml.",
                ),
            ),
            Self::PolicyEvidenceMissing => (
                ("証拠がないか、誰についてのものかが示されていません。", "No evidence, or not said whom it is about."),
                (
                    "証拠を付け、`per` があれば対象のアカウントか会社を示すこと。",
                    "The act carries evidence and, where `per`, the account or company.",
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_says_why_and_what_would_help_as_a_whole_sentence_in_both_languages() {
        for code in Code::ALL {
            for text in [code.sentence(Lang::Ja), code.permitted_if(Lang::Ja)] {
                assert!(text.ends_with('。'), "{code}: {text}");
            }
            for text in [code.sentence(Lang::En), code.permitted_if(Lang::En)] {
                assert!(text.ends_with('.'), "{code}: {text}");
            }
        }
    }
}
