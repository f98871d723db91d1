// Shows the API reference of this gateway. A token comes behind the address's
// `#token=`, as for the page, and is taken out of the address at once: it is
// kept in memory only, for the requests that are tried here.
"use strict";

const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
if (token) history.replaceState(null, "", location.pathname);

Scalar.createApiReference("#reference", {
  url: "/docs/openapi.json",
  authentication: {
    preferredSecurityScheme: "bearer",
    securitySchemes: { bearer: { token } },
  },
  // Nothing of this page asks anybody but this gateway.
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: "never",
  hideClientButton: true,
  defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
});
