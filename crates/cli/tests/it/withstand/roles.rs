//! Who may call what: every route of the committed specification, asked with every kind of token. The table is committed.

use super::{
    rows::{Row, S, World, specification, written},
    tables::open,
};
use crate::support::{House, root};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A role that may do none of it.
const OTHER_ROLE: &str = "affiliate-desk";

/// How a caller comes.
const COLUMNS: [&str; 8] = ["none", "garbage", "expired", "revoked", "foreign", "without", "officer", "with"];

fn token(house: &House, column: &str, with: Option<&str>) -> Option<String> {
    match column {
        "none" => None,
        "garbage" => Some("azk_0123456789abcdefghjkmnpqrs".to_owned()),
        "expired" => house.token(S, "auditor"),
        "revoked" => house.token(S, "abuse-desk"),
        "foreign" => house.token("sessa", "officer"),
        "without" => house.token(S, OTHER_ROLE),
        "officer" => house.token(S, "privacy-officer"),
        _ => house.token(S, with?),
    }
}

/// A path of a GET route where something is.
async fn path_of(route: &str, world: &World) -> String {
    let id = match route.split('/').nth(3) {
        Some("sources") => "inquiry",
        Some("purposes") => "offers",
        Some("provisions") => "ad-results",
        _ => "google-analytics",
    };
    let act =
        world.house.opens((S, "support-desk"), &world.her, "inquiries", &["email"]).await.done().body["act"].clone();
    let act = act.as_str().expect("an act");
    world.house.wait_for(&format!("/ledger/proof/{act}")).await;
    let checkpoint = world.house.read("/ledger/checkpoint").await.text;
    let size: u64 = checkpoint.lines().nth(1).expect("a size").parse().expect("a number");
    let tile = if size < 256 { format!("entries/000.p/{size}") } else { "entries/000".to_owned() };
    let path = route.replace("{service}", S).replace("{person}", &world.her).replace("{id}", id);
    path.replace("{act}", act).replace("{*path}", &tile)
}

async fn status(world: &World, method: &str, path: &str, token: Option<&str>, row: Option<(&Row, &Value)>) -> u16 {
    let Some((row, body)) = row else { return world.house.send(method, path, token, None).await.status };
    if !row.takes_lines() {
        return world.house.send(method, path, token, Some(body.to_string())).await.status;
    }
    let headers = [("content-type", "application/x-ndjson")];
    let answer = world.house.raw(path, token, &headers, body.to_string()).await;
    let line: Value = answer.text.lines().next().and_then(|line| serde_json::from_str(line).ok()).unwrap_or_default();
    line["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(answer.status)
}

#[tokio::test]
async fn every_route_answers_every_kind_of_token_as_the_table_says() {
    let world = World::open_beside_sessa().await;
    let rows = world.rows().await;
    let conn = open(&world.house.data());
    for change in [
        "UPDATE token SET expires = 0 WHERE role = 'auditor'",
        "UPDATE token SET revoked = 1 WHERE role = 'abuse-desk'",
        "UPDATE service SET number = number + 1",
    ] {
        assert!(conn.execute(change, []).expect("a change") > 0, "{change}");
    }
    let mut calls: Vec<(String, String, Option<&Row>)> = Vec::new();
    for (route, ways) in specification()["paths"].as_object().expect("paths") {
        if ways.get("get").is_some() {
            calls.push(("GET".to_owned(), route.clone(), None));
        }
    }
    calls.extend(rows.iter().map(|row| ("POST".to_owned(), written(row.route), Some(row))));
    let mut table = format!("{:52}", "");
    for column in COLUMNS {
        write!(table, "{column:>9}").expect("a text");
    }
    table.push('\n');
    for (method, route, row) in calls {
        let path = match row {
            Some(row) => row.path.clone(),
            None => path_of(&route, &world).await,
        };
        let with = row
            .map_or(if route.contains("{person}") { Some("request-desk") } else { Some("privacy-officer") }, |row| {
                row.role
            });
        let body = match row {
            Some(row) if row.route == "people/{person}/provide" => world.approve(row).await,
            Some(row) => row.body.clone(),
            None => json!(null),
        };
        write!(table, "{method:5}{route:47}").expect("a text");
        for column in COLUMNS {
            let token = token(&world.house, column, with);
            let status = status(&world, &method, &path, token.as_deref(), row.map(|row| (row, &body))).await;
            write!(table, "{status:>9}").expect("a text");
        }
        table.push('\n');
    }
    let place = root().join("crates/cli/tests/it/withstand/roles.txt");
    if std::env::var_os("AZUKARI_WRITE").is_some() {
        std::fs::write(&place, &table).expect("the table");
    }
    let committed = std::fs::read_to_string(&place).expect("the table");
    assert!(committed == table, "who may call what has changed; AZUKARI_WRITE=1 writes the table anew:\n{table}");
}
