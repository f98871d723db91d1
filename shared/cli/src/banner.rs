//! What a person reads when the gateway has started.

use std::path::Path;

use heartlink_domain::roles::Role;

use heartlink_local::Gateway;

/// Addresses, tokens and what to try next. `data` is the folder whose secret
/// signs the tokens; without one, tokens come from elsewhere.
pub(super) fn text(gateway: &Gateway, data: Option<&Path>) -> String {
    let url = gateway.url();
    let mut text = format!(
        "Heartlink is ready.\n\n  Page       {url}/\n  API        {url}/v1  (try {url}/v1/health)\n  Reference  {url}/docs\n  WebSocket  {}?token=…\n",
        gateway.socket_url()
    );
    let tokens = people(gateway);
    if tokens.is_empty() {
        text.push_str("\nTokens are verified by the configured key set: get them from its owner.\n");
        return text;
    }
    text.push_str("\nOpen the first two links in two windows, and let the two meet:\n");
    for (name, token) in &tokens {
        text.push_str(&format!("\n  {name:<6} {url}/#token={token}\n"));
    }
    if let Some((_, token)) = tokens.last() {
        text.push_str(&format!(
            "\nTry any call in the browser, as an admin:\n\n  docs   {url}/docs#token={token}\n"
        ));
    }
    let data = match data {
        Some(data) if data != Path::new("./data") => format!(" --data {}", data.display()),
        _ => String::new(),
    };
    let address = if url.ends_with(":8787") { String::new() } else { format!(" --url {url}") };
    text.push_str(&format!(
        "\nOr in another terminal:\n\n  \
         TOKEN=$(heartlink token --sub alice --role user{data})\n  \
         curl -X POST {url}/v1/heart-links -H \"Authorization: Bearer $TOKEN\" -d '{{}}' -H 'Content-Type: application/json'\n  \
         curl {url}/v1/heart-links/current -H \"Authorization: Bearer $TOKEN\"\n  \
         heartlink demo --people 100{address}{data}\n  \
         heartlink stats{address}{data}\n\n\
         (`cargo run --` stands for `heartlink` in the source folder.) Ctrl-C stops.\n"
    ));
    text
}

fn people(gateway: &Gateway) -> Vec<(&'static str, String)> {
    [("alice", &[Role::User][..]), ("bob", &[Role::User]), ("admin", &[Role::User, Role::Admin])]
        .into_iter()
        .filter_map(|(name, roles)| Some((name, gateway.token(name, roles).ok()?)))
        .collect()
}
