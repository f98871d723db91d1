//! The one TLS library of the process, for calls to `https://` and `wss://`.

/// Makes `ring` the provider of rustls. Called again it changes nothing.
pub fn install() {
    // An error only says that a provider is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
