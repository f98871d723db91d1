//! What a person reads when the gateway has started.

use std::path::Path;

use heartlink_domain::roles::Role;

use heartlink_local::Gateway;

/// Who is given a link: two who may meet, and an admin.
const PEOPLE: [(&str, &[Role], &str); 3] = [
    ("alice", &[Role::User], "--role user"),
    ("bob", &[Role::User], "--role user"),
    ("admin", &[Role::User, Role::Admin], "--role user --role admin"),
];

/// Addresses, tokens and what to try next. `data` is the folder whose secret
/// signs the tokens; without one, tokens come from elsewhere. Where nobody but the
/// person at a terminal reads it, links come with tokens; else with the command
/// that makes one, since a log is read by others.
pub(super) fn text(gateway: &Gateway, data: Option<&Path>, is_terminal: bool) -> String {
    let url = gateway.url();
    let mut text = format!(
        "Heartlink is ready.\n\n  Page       {url}/\n  API        {url}/v1  (try {url}/v1/health)\n  Reference  {url}/docs\n  WebSocket  {}?token=…\n",
        gateway.socket_url()
    );
    let folder = match data {
        Some(data) if data != Path::new("./data") => format!(" --data {}", data.display()),
        _ => String::new(),
    };
    let token = |(name, roles, flags): (&'static str, &[Role], &str)| {
        let made = gateway.token(name, roles).ok()?;
        let shown =
            if is_terminal { made } else { format!("$(heartlink token --sub {name} {flags}{folder})") };
        Some((name, shown))
    };
    let tokens: Vec<(&str, String)> = PEOPLE.into_iter().filter_map(token).collect();
    if tokens.is_empty() {
        text.push_str("\nTokens are verified by the configured key set: get them from its owner.\n");
        return text;
    }
    text.push_str(match is_terminal {
        true => "\nOpen the first two links in two windows, and let the two meet:\n",
        false => "\nIn a terminal, `echo \"<link>\"` puts a token into a link. Open the first two in two windows, and let the two meet:\n",
    });
    for (name, token) in &tokens {
        text.push_str(&format!("\n  {name:<6} {url}/#token={token}\n"));
    }
    if let Some((_, token)) = tokens.last() {
        text.push_str(&format!(
            "\nTry any call in the browser, as an admin:\n\n  docs   {url}/docs#token={token}\n"
        ));
    }
    let address = if url.ends_with(":8787") { String::new() } else { format!(" --url {url}") };
    text.push_str(&format!(
        "\nOr in another terminal:\n\n  \
         TOKEN=$(heartlink token --sub alice --role user{folder})\n  \
         curl -X POST {url}/v1/heart-links -H \"Authorization: Bearer $TOKEN\" -d '{{}}' -H 'Content-Type: application/json'\n  \
         curl {url}/v1/heart-links/current -H \"Authorization: Bearer $TOKEN\"\n  \
         heartlink demo --people 100{address}{folder}\n  \
         heartlink stats{address}{folder}\n\n\
         (`cargo run --` stands for `heartlink` in the source folder.) Ctrl-C stops.\n"
    ));
    text
}
