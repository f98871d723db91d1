//! The look-up of HTTP and WebSocket routes.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, bail};
use heartlink_runtime::{HttpRoute, SocketRoute};

/// Finds the endpoint of a method and path, and the route of a message.
pub(crate) struct RouteTable {
    paths: matchit::Router<BTreeMap<&'static str, &'static HttpRoute>>,
    keys: HashMap<&'static str, &'static SocketRoute>,
}

/// What stands at a method and path.
pub(crate) enum Found {
    /// An endpoint, with its path parameters as they stand in the path.
    Route(&'static HttpRoute, HashMap<String, String>),
    /// The path exists with these methods only.
    OtherMethods(Vec<&'static str>),
    /// Nothing.
    Nothing,
}

impl RouteTable {
    /// The table of `http` and `sockets`.
    ///
    /// # Errors
    /// Two routes that claim the same place.
    pub(crate) fn new(
        http: impl Iterator<Item = &'static HttpRoute>,
        sockets: impl Iterator<Item = &'static SocketRoute>,
    ) -> anyhow::Result<Self> {
        let mut by_path: BTreeMap<&'static str, BTreeMap<&'static str, &'static HttpRoute>> = BTreeMap::new();
        for route in http {
            if by_path.entry(route.path).or_default().insert(route.method, route).is_some() {
                bail!("two endpoints at {} {}", route.method, route.path);
            }
        }
        let mut paths = matchit::Router::new();
        for (path, methods) in by_path {
            paths.insert(path, methods).with_context(|| format!("the path {path}"))?;
        }
        let mut keys = HashMap::new();
        for route in sockets {
            if keys.insert(route.key, route).is_some() {
                bail!("two WebSocket routes with the key {}", route.key);
            }
        }
        Ok(Self { paths, keys })
    }

    /// The endpoint at `method` and `path`.
    pub(crate) fn find(&self, method: &str, path: &str) -> Found {
        let Ok(found) = self.paths.at(path) else { return Found::Nothing };
        match found.value.get(method) {
            Some(route) => {
                let parameters = found.params.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
                Found::Route(route, parameters.collect())
            }
            None => Found::OtherMethods(found.value.keys().copied().collect()),
        }
    }

    /// The methods that `path` answers to.
    pub(crate) fn methods(&self, path: &str) -> Vec<&'static str> {
        let found = self.paths.at(path);
        found.map(|found| found.value.keys().copied().collect()).unwrap_or_default()
    }

    /// The route with the key `key` itself.
    pub(crate) fn socket(&self, key: &str) -> Option<&'static SocketRoute> {
        self.keys.get(key).copied()
    }

    /// The route of a message: by its `action`, else `$default`, as the route
    /// selection expression `$request.body.action` does it.
    pub(crate) fn socket_for(&self, message: &str) -> Option<&'static SocketRoute> {
        #[derive(serde::Deserialize)]
        struct Selection {
            action: String,
        }
        let action = serde_json::from_str::<Selection>(message).map(|selection| selection.action);
        let named = action.ok().filter(|action| !action.starts_with('$'));
        named.and_then(|action| self.socket(action.as_str())).or_else(|| self.socket("$default"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use heartlink_runtime::{Access, Response};

    const fn endpoint(method: &'static str, path: &'static str) -> HttpRoute {
        HttpRoute {
            name: "test",
            method,
            path,
            access: Access::Public,
            counts_as_activity: false,
            limit: None,
            key: heartlink_runtime::route::Key::None,
            takes_query: false,
            errors: &[],
            permissions: &[],
            run: |_, _| Box::pin(async { Ok(Response::no_content()) }),
        }
    }

    const fn socket(key: &'static str) -> SocketRoute {
        SocketRoute {
            name: "test",
            key,
            access: Access::Public,
            limit: None,
            permissions: &[],
            run: |_, _| Box::pin(async { Ok(None) }),
        }
    }

    static HTTP: [HttpRoute; 3] = [
        endpoint("GET", "/v1/rooms/{id}"),
        endpoint("POST", "/v1/rooms/{id}/leave"),
        endpoint("GET", "/v1/rooms/open"),
    ];
    static SOCKETS: [SocketRoute; 3] = [socket("$connect"), socket("$default"), socket("ping")];

    fn table() -> RouteTable {
        RouteTable::new(HTTP.iter(), SOCKETS.iter()).unwrap()
    }

    #[test]
    fn an_endpoint_is_found_with_its_parameters() {
        let table = table();
        let Found::Route(route, parameters) = table.find("GET", "/v1/rooms/r1") else { panic!("not found") };
        assert_eq!((route.path, parameters["id"].as_str()), ("/v1/rooms/{id}", "r1"));
        let Found::Route(route, _) = table.find("GET", "/v1/rooms/open") else { panic!("not found") };
        assert_eq!(route.path, "/v1/rooms/open");
    }

    #[test]
    fn a_wrong_method_and_a_wrong_path_are_told_apart() {
        let table = table();
        assert!(matches!(table.find("PUT", "/v1/rooms/r1/leave"), Found::OtherMethods(m) if m == ["POST"]));
        assert!(matches!(table.find("GET", "/v1/rooms"), Found::Nothing));
        assert!(matches!(table.find("GET", "/v1/rooms/r1/"), Found::Nothing));
    }

    #[test]
    fn a_message_goes_to_its_action_or_to_the_default() {
        let table = table();
        let key = |message: &str| table.socket_for(message).map(|route| route.key);
        assert_eq!(key(r#"{"action":"ping"}"#), Some("ping"));
        for other in [r#"{"action":"fly"}"#, r#"{"action":1}"#, "{", "", r#"{"action":"$connect"}"#] {
            assert_eq!(key(other), Some("$default"), "{other}");
        }
    }

    #[test]
    fn two_endpoints_in_one_place_are_refused() {
        assert!(RouteTable::new(HTTP.iter().chain(HTTP.iter()), SOCKETS.iter()).is_err());
        assert!(RouteTable::new(HTTP.iter(), SOCKETS.iter().chain(SOCKETS.iter())).is_err());
    }

    #[test]
    fn the_routes_of_the_function_crates_do_not_clash() {
        RouteTable::new(heartlink_all::http(), heartlink_all::sockets()).unwrap();
    }
}
