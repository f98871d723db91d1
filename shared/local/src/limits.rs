//! The operating system's limits on this process.

/// Lets the process open as many files and sockets as the system allows: a
/// thousand people are more connections than many systems give at first.
pub fn raise_open_files() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        // macOS refuses "unlimited" here, and nobody needs more than this.
        let most = limit.maximum.map_or(65_536, |maximum| maximum.min(65_536));
        if limit.current.is_some_and(|current| current < most) {
            let raised = Rlimit { current: Some(most), maximum: limit.maximum };
            if let Err(error) = setrlimit(Resource::Nofile, raised) {
                tracing::debug!(%error, "the limit on open files stays");
            }
        }
    }
}
