//! The functions of one domain, listed once: what serves them locally, what
//! grants and deploys them and what describes them reads this list.

use crate::{HttpRoute, ScheduleRoute, SocketRoute, StreamRoute};

/// The functions of a domain by what brings their events.
pub struct Functions {
    /// HTTP endpoints.
    pub http: &'static [HttpRoute],
    /// WebSocket routes.
    pub sockets: &'static [SocketRoute],
    /// Fed by streams.
    pub streams: &'static [StreamRoute],
    /// Run by a schedule.
    pub schedules: &'static [ScheduleRoute],
}

/// Lists the modules of a domain's functions: `FUNCTIONS`, and `Api`, its part of
/// the OpenAPI document. `openapi` takes what else `#[openapi(…)]` is to be told.
#[macro_export]
macro_rules! functions {
    (
        $(http: [$($http:ident),* $(,)?],)?
        $(sockets: [$($socket:ident),* $(,)?],)?
        $(streams: [$($stream:ident),* $(,)?],)?
        $(schedules: [$($schedule:ident),* $(,)?],)?
        $(openapi: { $($openapi:tt)* },)?
    ) => {
        /// The functions of this domain.
        pub const FUNCTIONS: $crate::functions::Functions = $crate::functions::Functions {
            http: &[$($($http::ROUTE),*)?],
            sockets: &[$($($socket::ROUTE),*)?],
            streams: &[$($($stream::ROUTE),*)?],
            schedules: &[$($($schedule::ROUTE),*)?],
        };

        /// The HTTP endpoints as OpenAPI describes them.
        #[derive(::utoipa::OpenApi)]
        #[openapi(paths($($($http::$http),*)?), $($($openapi)*)?)]
        pub struct Api;
    };
}

/// The `main` of the Lambda function of one route; `files` opens the store of files
/// where it works on them.
#[macro_export]
macro_rules! lambda_main {
    ($route:path $(, files: $open_files:path)?) => {
        #[tokio::main(flavor = "current_thread")]
        async fn main() -> Result<(), $crate::lambda::Error> {
            let open_files = [$($open_files as $crate::lambda::OpenFiles)?].into_iter().next();
            $crate::lambda::serve(&$route, open_files).await
        }
    };
}
