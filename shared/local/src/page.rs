//! The page: the files of `console/dist/`, carried inside the binary.
//!
//! Owns their addresses, content types and the content security policy. Never
//! reads a file at run time.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use include_dir::{Dir, include_dir};

static CONSOLE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../console/dist");

const POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'self'; connect-src 'self' ws: wss:; frame-ancestors 'none'");

/// Where the files whose names carry a hash of what is in them lie.
const HASHED: &str = "assets/";

/// The file behind `path`, `index.html` at `/`. `None` where there is none.
pub(super) fn file(path: &str) -> Option<Response<Body>> {
    let name = match path.strip_prefix('/')? {
        "" => "index.html",
        name => name,
    };
    let file = CONSOLE.get_file(name)?;
    let mut response = Response::new(Body::from(file.contents()));
    *response.status_mut() = StatusCode::OK;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    let caching = if name.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    Some(response)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of the page with a name that ends so.
    fn hashed(ending: &str) -> String {
        let files = CONSOLE.get_dir("assets").unwrap().files();
        let name = files.map(|file| file.path().to_str().unwrap()).find(|name| name.ends_with(ending));
        format!("/{}", name.unwrap())
    }

    #[test]
    fn the_page_is_at_the_root_and_asked_for_each_time() {
        for path in ["/", "/index.html"] {
            let index = file(path).unwrap();
            assert_eq!(index.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
            assert_eq!(index.headers()[header::CONTENT_SECURITY_POLICY], POLICY);
            assert_eq!(index.headers()[header::CACHE_CONTROL], "no-cache");
        }
        assert_eq!(file("/config.json").unwrap().headers()[header::CONTENT_TYPE], "application/json");
    }

    #[test]
    fn what_carries_a_hash_in_its_name_is_kept() {
        for (ending, kind) in [(".js", "text/javascript; charset=utf-8"), (".css", "text/css; charset=utf-8")]
        {
            let found = file(&hashed(ending)).unwrap();
            assert_eq!(found.headers()[header::CONTENT_TYPE], kind);
            assert!(found.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
        }
    }

    #[test]
    fn there_is_nothing_beside_the_files() {
        for path in
            ["", "//", "/assets/", "/assets/../index.html", "/package.json", "/src/main.tsx", "/v1/health"]
        {
            assert!(file(path).is_none(), "{path}");
        }
    }
}
