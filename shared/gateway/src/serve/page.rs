//! The page: the files of `console/`, carried inside the binary.
//!
//! Owns their addresses, content types and the content security policy. Never
//! reads a file at run time.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use include_dir::{Dir, include_dir};

static CONSOLE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../console");

const POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'self'; connect-src 'self' ws: wss:; frame-ancestors 'none'");

/// The file behind `path`: `index.html` at `/`, every other under `/assets/`.
/// `None` where there is none.
pub(super) fn file(path: &str) -> Option<Response<Body>> {
    let name = match path {
        "/" | "/index.html" => "index.html",
        _ => path.strip_prefix("/assets/").filter(|name| *name != "index.html")?,
    };
    let file = CONSOLE.get_file(name)?;
    let mut response = Response::new(Body::from(file.contents()));
    *response.status_mut() = StatusCode::OK;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    // The files change with the binary and carry no version in their names.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
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

    #[test]
    fn the_page_is_at_the_root_and_its_files_under_assets() {
        let index = file("/").unwrap();
        assert_eq!(index.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
        assert_eq!(index.headers()[header::CONTENT_SECURITY_POLICY], POLICY);
        let script = file("/assets/app.js").unwrap();
        assert_eq!(script.headers()[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
    }

    #[test]
    fn there_is_nothing_beside_the_files() {
        for path in ["/assets/", "/assets/../Cargo.toml", "/assets/index.html", "/app.js", "/v1/health"] {
            assert!(file(path).is_none(), "{path}");
        }
    }
}
