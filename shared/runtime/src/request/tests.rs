//! Reading of input, and whose things a path may name.

use super::*;

fn call(user: &str, roles: &[Role]) -> Request {
    Request {
        route: "test",
        request_id: "r1".to_owned(),
        pattern: "/v1/wallets/{user}/credit",
        path: "/v1/wallets/x/credit".to_owned(),
        caller: Some(Caller::new(user.parse().unwrap(), roles)),
        parameters: HashMap::new(),
        query: String::new(),
        body: Vec::new(),
        idempotency_key: None,
        accept: String::new(),
    }
}

fn user_in_path(user: &str, roles: &[Role], path: &str) -> Result<String, Code> {
    let mut call = call(user, roles);
    call.parameters.insert("user".to_owned(), path.to_owned());
    let named = call.user_in_path("user", &[Role::Service, Role::Admin]);
    named.map(|user| user.as_str().to_owned()).map_err(|problem| problem.code)
}

#[test]
fn a_user_names_only_themselves() {
    assert_eq!(user_in_path("ann", &[Role::User], "me").as_deref(), Ok("ann"));
    assert_eq!(user_in_path("ann", &[Role::User], "ann").as_deref(), Ok("ann"));
    assert_eq!(user_in_path("ann", &[Role::User], "bob"), Err(Code::Forbidden));
    assert_eq!(user_in_path("ann", &[Role::Teacher], "bob"), Err(Code::Forbidden));
}

#[test]
fn who_has_the_role_names_anybody() {
    assert_eq!(user_in_path("shop", &[Role::Service], "bob").as_deref(), Ok("bob"));
    assert_eq!(user_in_path("ann", &[Role::User, Role::Admin], "bob").as_deref(), Ok("bob"));
    assert_eq!(user_in_path("shop", &[Role::Service], "b\tb"), Err(Code::InvalidRequest));
}

#[test]
fn an_idempotency_key_is_short_printable_text() {
    let with = |key: &str| Request { idempotency_key: Some(key.to_owned()), ..call("ann", &[]) };
    assert!(with(&"k".repeat(128)).idempotency().unwrap().is_some());
    assert!(call("ann", &[]).idempotency().unwrap().is_none());
    for wrong in ["", "\u{fffd}", "a\nb", &"k".repeat(129)] {
        assert_eq!(with(wrong).idempotency().unwrap_err().code, Code::InvalidRequest, "{wrong:?}");
    }
}

#[test]
fn a_key_concerns_what_the_path_names_however_it_is_written() {
    let scope = |caller: &str, pattern, named: &str| {
        let mut call = Request { pattern, idempotency_key: Some("k".to_owned()), ..call(caller, &[]) };
        ["user", "id"].into_iter().for_each(|name| {
            call.parameters.insert(name.to_owned(), named.to_owned());
        });
        format!("{:?}", call.idempotency().unwrap().unwrap())
    };
    for pattern in ["/v1/wallets/{user}/transfer", "/v1/points/students/{id}/check"] {
        assert_eq!(scope("ann", pattern, "ann"), scope("ann", pattern, "me"));
        assert_ne!(scope("ann", pattern, "bob"), scope("ann", pattern, "me"));
    }
    let device = "/v1/devices/{id}";
    assert_ne!(scope("ann", device, "ann"), scope("ann", device, "me"), "a device may have any name");
}

#[test]
fn me_is_the_caller_where_a_person_is_named() {
    #[derive(serde::Deserialize, Debug, PartialEq)]
    struct Body {
        to: UserId,
        others: Vec<UserId>,
        text: String,
    }
    let body = br#"{"to":"me","others":["bob","me"],"text":"me"}"#.to_vec();
    let read: Body = Request { body, ..call("ann", &[]) }.body().unwrap();
    let user = |name: &str| name.parse::<UserId>().unwrap();
    let expected = Body { to: user("ann"), others: vec![user("bob"), user("ann")], text: "me".to_owned() };
    assert_eq!(read, expected);
    let wrong = Request { body: br#"{"to":7,"others":[],"text":""}"#.to_vec(), ..call("ann", &[]) };
    assert_eq!(wrong.body::<Body>().unwrap_err().code, Code::InvalidRequest);
    let mut blocked = call("ann", &[]);
    blocked.parameters.insert("user_id".to_owned(), "me".to_owned());
    assert_eq!(blocked.person("user_id").unwrap(), user("ann"));
}

#[test]
fn a_page_has_1_to_100_items_and_no_unknown_parameters() {
    let page = |query: &str| Request { query: query.to_owned(), ..call("ann", &[]) }.page();
    assert_eq!(page(""), Ok(Page { limit: 20, cursor: None, newest_first: true }));
    let expected = Page { limit: 100, cursor: Some("a b".to_owned()), newest_first: false };
    assert_eq!(page("limit=100&cursor=a%20b&order=asc"), Ok(expected));
    for wrong in ["limit=0", "limit=101", "limit=-1", "limit=x", "order=up", "other=1", "limit=1&limit=2"] {
        assert_eq!(page(wrong).unwrap_err().code, Code::InvalidRequest, "{wrong}");
    }
}

#[test]
fn nothing_may_be_sent_where_nothing_is_expected() {
    let with = |body: &str| Request { body: body.as_bytes().to_vec(), ..call("ann", &[]) };
    assert_eq!(with("").no_body(), Ok(()));
    assert_eq!(with("{}").no_body(), Ok(()));
    assert_eq!(with(r#"{"a":1}"#).no_body().unwrap_err().code, Code::InvalidRequest);
    assert_eq!(with("[").no_body().unwrap_err().code, Code::MalformedJson);
}

#[test]
fn what_is_no_json_is_told_so_whatever_else_is_wrong_with_it() {
    let code = |body: &str| from_json::<PageQuery>(body.as_bytes(), None).unwrap_err().code;
    for broken in [r#"{"other":1"#, r#"{"other":1,}"#, r#"{"limit":"x"]"#, "[", "", "{} {}"] {
        assert_eq!(code(broken), Code::MalformedJson, "{broken}");
    }
    for whole in [r#"{"other":1}"#, r#"{"limit":"x"}"#, "7"] {
        assert_eq!(code(whole), Code::InvalidRequest, "{whole}");
    }
}

#[test]
fn a_table_is_sent_to_those_who_ask_for_one() {
    let asked = |accept: &str| Request { accept: accept.to_owned(), ..call("ann", &[]) }.prefers("text/csv");
    for accept in
        ["text/csv", "Text/CSV; charset=utf-8", "text/csv, application/json", "text/html, text/csv;q=0.9"]
    {
        assert!(asked(accept), "{accept}");
    }
    for accept in ["", "*/*", "application/json", "application/json, text/csv", "text/*"] {
        assert!(!asked(accept), "{accept}");
    }
}
