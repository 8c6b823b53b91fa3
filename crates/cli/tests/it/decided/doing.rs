//! The act of a case, as its caller sends it.

use super::{
    Reason,
    world::{World, has},
};
use crate::support::Answer;
use serde_json::{Value, json};

impl World<'_> {
    /// Lets the person say what the case says they did, then performs the act.
    pub(super) async fn decide(&self, case: &Value) -> Result<Answer, Reason> {
        let act = &case["act"];
        let service = self.service(case).0.to_owned();
        let role = act["role"].as_str().unwrap_or_default();
        let whom = if act["act"] == "attest"
            || act["act"] == "statistic"
            || act["new"] == true
            || (act["act"] == "load" && act["linked"] != true)
        {
            String::new()
        } else {
            self.person(case)?
        };
        if !whom.is_empty() {
            self.says(case, &service, &whom).await?;
        }
        if act["bulk"] == true {
            return Ok(self.everybody(act, &service, &whom).await);
        }
        let of_person = |verb: &str| format!("people/{whom}/{verb}");
        let (path, body) = match act["act"].as_str().expect("an act") {
            "use" => (
                of_person("use"),
                json!({"purpose": act["purpose"], "items": act["items"], "way-out": act["way-out"] == true}),
            ),
            "provide" => return self.provide(act, &service, &whom).await,
            "find" => (
                "people/find".to_owned(),
                some(json!({"purpose": act["purpose"], "value": self.found_by(case)}), act, &["item", "system"]),
            ),
            "acquire" => self.acquire(case, &service, &whom).await,
            "answer" => (of_person("consents"), self.answer(act, &service).await),
            "report" => (of_person("events"), some(json!({"event": act["event"]}), act, &["reference"])),
            "attest" => ("attestations".to_owned(), some(json!({"measure": act["measure"]}), act, &["evidence", "of"])),
            "statistic" => {
                let mut body = some(json!({}), act, &["by"]);
                if let Some(to) = act["to"].as_str() {
                    body["to"] = self.party(&service, to).into();
                }
                (format!("statistics/{}/releases", act["statistic"].as_str().expect("a statistic")), body)
            }
            "load" => {
                let mut body = some(json!({}), act, &["page", "on", "hosts"]);
                body["choices"] = if act["choice"].is_object() { act["choice"].clone() } else { json!({}) };
                if !whom.is_empty() {
                    body["person"] = whom.clone().into();
                }
                let asking = self.role(&service, |_| true)?;
                let path = format!("tags/{}/load", act["tag"].as_str().expect("a tag"));
                return Ok(self.house.post(&service, &asking, &path, body).await);
            }
            verb => (
                of_person(if act["decline"].is_string() { "decline" } else { verb }),
                self.right(case, &whom, verb).await,
            ),
        };
        Ok(self.house.post(&service, role, &path, body).await)
    }

    /// What the person said, and what happened to them.
    async fn says(&self, case: &Value, service: &str, whom: &str) -> Result<(), Reason> {
        let said = &case["person"];
        let (_, policy, _) = self.service(case);
        let desk = || self.role(service, |role| role.consent);
        for (id, answer) in said["consents"].as_object().into_iter().flatten() {
            let kind = if policy.purpose(id).is_some() {
                "purpose"
            } else if policy.flow(id).is_some() {
                "provision"
            } else {
                return Err("an answer to a tag is the browser's".to_owned());
            };
            if answer["was"] == true {
                self.house.answer(service, &desk()?, whom, (kind, id), true).await;
            }
            self.house.answer(service, &desk()?, whom, (kind, id), answer["given"] == true).await;
        }
        for event in said["events"].as_array().into_iter().flatten() {
            let name = event["event"].as_str().expect("an event");
            let role = self.role(service, |role| has(&role.report, name))?;
            let mut body = some(json!({"event": name, "on": event["on"], "reference": "R-1"}), event, &["over"]);
            if let Some(about) = event["about"].as_str() {
                body["member"] = self.party(service, about).into();
            }
            self.set_up(service, &role, &format!("people/{whom}/events"), body).await?;
        }
        let ceased = &said["ceased"];
        let cease = async |body: Value| {
            let desk = self.role(service, |role| {
                !role.handle.is_empty() && role.handle.contains(&azukari_policy::vocabulary::Handle::Cease)
            })?;
            self.set_up(service, &desk, &format!("people/{whom}/cease"), body).await
        };
        if ceased["all"] == true {
            cease(json!({"all": true})).await?;
        }
        if ceased["provision"] == true {
            cease(json!({"provision": true})).await?;
        }
        if ceased["purposes"].is_array() {
            cease(json!({"purposes": ceased["purposes"]})).await?;
        }
        if let Some(recipients) = ceased["recipients"].as_array() {
            let parties: Vec<_> =
                recipients.iter().map(|one| self.party(service, one.as_str().expect("a word"))).collect();
            cease(json!({"recipients": parties})).await?;
        }
        let officer = crate::support::officer(service);
        if said["restricted"] == true {
            self.set_up(service, officer, "holds/restriction", json!({"person": whom, "because": "disputed"})).await?;
        }
        for party in said["confirmed"].as_array().into_iter().flatten() {
            let party = self.party(service, party.as_str().expect("a word"));
            self.set_up(
                service,
                officer,
                "confirmations",
                json!({"party": party, "person": whom, "method": "their form"}),
            )
            .await?;
        }
        Ok(())
    }

    async fn set_up(&self, service: &str, role: &str, path: &str, body: Value) -> Result<(), Reason> {
        let answer = self.house.post(service, role, path, body).await;
        let last = path.rsplit('/').next().unwrap_or_default();
        if matches!(answer.status, 200 | 201) { Ok(()) } else { Err(format!("set up: {last} {}", answer.code())) }
    }

    async fn provide(&self, act: &Value, service: &str, whom: &str) -> Result<Answer, Reason> {
        let role = act["role"].as_str().expect("a role");
        let recipient = self.party(service, act["recipient"].as_str().expect("a recipient"));
        let mut body = some(json!({"recipient": recipient, "items": act["items"]}), act, &["purpose", "ground"]);
        if act["exception"].is_string() {
            body["exception"] =
                some(json!({}), act, &["exception", "reason", "reference", "consent-difficult", "would-hinder"]);
            if let Some(approver) = act["approver-role"].as_str() {
                let asked = json!({"requester": format!("{role}-account"), "person": whom, "provide": body});
                let approved = self.house.post(service, approver, "approvals", asked).await;
                let Some(approval) = approved.body["approval"].as_str() else { return Ok(approved) };
                body["exception"]["approval"] = approval.into();
            }
        }
        Ok(self.house.post(service, role, &format!("people/{whom}/provide"), body).await)
    }

    /// Everybody at once: what the line of this person says, or why there are no lines.
    async fn everybody(&self, act: &Value, service: &str, whom: &str) -> Answer {
        let verb = act["act"].as_str().expect("an act");
        let mut body = json!({"purpose": act["purpose"], "items": act["items"]});
        if let Some(recipient) = act["recipient"].as_str() {
            body["recipient"] = self.party(service, recipient).into();
        }
        let answer = self.house.post(service, act["role"].as_str().expect("a role"), verb, body).await;
        if answer.status != 200 {
            return answer;
        }
        let lines = answer.text.lines().map(|line| serde_json::from_str::<Value>(line).expect("a line of JSON"));
        let own = lines.into_iter().find(|line| line["person"] == whom);
        let status = if own.is_some() { 200 } else { 403 };
        Answer { status, body: own.unwrap_or_else(|| json!({"code": "withheld"})), text: answer.text }
    }

    /// An earlier request of the person, opened and answered as the case says.
    async fn request(&self, case: &Value, whom: &str) -> Value {
        let (service, id) = (self.service(case).0, case["act"]["request"].as_str().expect("a request"));
        let said = &case["person"]["requests"][id];
        let desk = case["act"]["role"].as_str().expect("a role");
        let opened = json!({"person": whom, "gives": said["right"], "way": "form"});
        let opened = self.house.post(service, desk, "requests", opened).await.done();
        if said["answered"] == true {
            let answered = json!({"request": opened.body["request"], "items": said["items"]});
            self.house.post(service, desk, "requests/answered", answered).await.done();
        }
        opened.body["request"].clone()
    }

    async fn acquire(&self, case: &Value, service: &str, whom: &str) -> (String, Value) {
        let act = &case["act"];
        let source = act["source"].as_str().expect("a source");
        let items: Vec<&str> = act["items"].as_array().expect("items").iter().filter_map(Value::as_str).collect();
        let mut body = some(self.acquisition(case, source, &items, false), act, &["granted"]);
        body["confirms"] = if act["confirms"].is_array() { act["confirms"].clone() } else { json!([]) };
        if act["notice"] == "current" {
            let shown = self.house.read(&format!("/v1/{service}/sources/{source}/notice")).await;
            if shown.body["notice"].is_string() {
                body["notice"] = shown.body["notice"].clone();
            }
        }
        if act["new"] == true {
            for found in ["email", "telephone"] {
                if body["items"][found].is_string() {
                    body["items"][found] = if found == "email" {
                        json!(format!("new{}@mail.example", case["n"]))
                    } else {
                        json!(format!("080-0000-{:04}", case["n"].as_u64().unwrap_or_default()))
                    };
                }
            }
        }
        for card in act["looks-like-card"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            body["items"][card] = "4242 4242 4242 4242".into();
        }
        for sent in act["values"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            body["items"][sent] = "a value".into();
        }
        if let Some(member) = act["member"].as_str() {
            body["member"] = self.party(service, member).into();
        }
        body["receipt-confirmed"] = (act["confirmed"] == true).into();
        if act["acquired"].is_string() {
            body["acquired-on"] = act["acquired"].clone();
        }
        (if act["new"] == true { "people".to_owned() } else { format!("people/{whom}/items") }, body)
    }

    async fn answer(&self, act: &Value, service: &str) -> Value {
        let mut body = some(json!({"to": act["to"], "given": act["given"]}), act, &["at"]);
        if act["notice"] == "current" {
            let (kind, id) = act["to"].as_object().and_then(|to| to.iter().next()).expect("to what");
            let path = format!("/v1/{service}/{kind}s/{}/notice", id.as_str().expect("a word"));
            let shown = self.house.read(&path).await;
            if shown.body["notice"].is_string() {
                body["notice"] = shown.body["notice"].clone();
            }
        }
        body
    }

    async fn right(&self, case: &Value, whom: &str, verb: &str) -> Value {
        let (act, service) = (&case["act"], self.service(case).0);
        let mut by = some(json!({}), act, &["right", "way", "identity", "documents"]);
        if act["agent"].is_string() {
            by["agent"] = json!({"kind": act["agent"], "proven": act["authority"].is_string()});
        }
        if act["request"].is_string() {
            by["request"] = self.request(case, whom).await;
        }
        let mut body = some(json!({"by": by}), act, &["reason"]);
        if act["decline"].is_string() {
            body["of"] = verb.into();
            body["ground"] = act["decline"].clone();
        }
        match (verb, act["items"].as_array()) {
            ("correct", Some(items)) if !act["decline"].is_string() => {
                body["items"] = items
                    .iter()
                    .filter_map(Value::as_str)
                    .map(|item| (item.to_owned(), self.value(service, item)))
                    .collect::<serde_json::Map<_, _>>()
                    .into();
            }
            (_, Some(_)) => body["items"] = act["items"].clone(),
            (_, None) => {}
        }
        body
    }
}

/// A body with the fields of the act that it has; what is empty was not given.
fn some(mut body: Value, act: &Value, fields: &[&str]) -> Value {
    for field in fields.iter().filter(|field| !act[**field].is_null() && act[**field] != "") {
        body[*field] = act[*field].clone();
    }
    body
}
