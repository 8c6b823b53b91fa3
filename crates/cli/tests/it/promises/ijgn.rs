//! What ijgn promises: a smartphone service.

use crate::support::House;
use serde_json::json;

const S: &str = "ijgn";

#[tokio::test]
async fn ijgn_2_a_registration_that_lacks_something_is_refused_with_the_reason() {
    let house = House::open().await;
    let notice = house.notice(S, "registration").await;
    let body = |confirms: serde_json::Value| {
        json!({"source": "registration", "notice": notice, "confirms": confirms,
            "items": {"name": "田中 葵", "email": "aoi@mail.example"}})
    };
    let without = house.post(S, "app", "people", body(json!(["procedure-followed"]))).await;
    without.refused("policy-required-missing", "collected.registration");
    house.post(S, "app", "people", body(json!(["procedure-followed", "password-set"]))).await.done();
}
