// How the console is built: the same bytes each time, from the sources of the
// client, for any folder of any server.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const BROWSERS = ["chrome123", "firefox121", "safari17.5"];

// Where the API is elsewhere, `config.json` says where: so any secure address
// may be called. A server may narrow that by a header, as the gateway does.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self' https: wss: ws://127.0.0.1:* ws://localhost:* http://127.0.0.1:* http://localhost:*",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

/** Puts the policy into the page; not while developing, where Vite injects styles. */
const policy = {
  name: "content-security-policy",
  apply: "build",
  transformIndexHtml: () => [
    { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: POLICY }, injectTo: "head-prepend" },
  ],
};

const gateway = process.env.HEARTLINK_URL ?? "http://127.0.0.1:8787";
const proxy = { "/v1": gateway, "/_uploads": gateway, "/_test": gateway, "/ws": { target: gateway, ws: true } };

export default defineConfig({
  base: "./",
  resolve: {
    alias: { "@heartlink/client": fileURLToPath(new URL("../clients/typescript/src/index.ts", import.meta.url)) },
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [policy],
  build: {
    target: BROWSERS,
    cssTarget: BROWSERS,
    modulePreload: { polyfill: false },
    // Small as the styles are, one file of all is smaller than one for each area.
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // What several areas share is one file, fetched at the start: fewer, smaller answers.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "libraries", test: /node_modules.(?!uplot)/ },
            { name: "shared", test: /src.(app|i18n|ui).(?!chart|\w+\.(en|zh))/ },
          ],
        },
      },
    },
  },
  server: { proxy },
  preview: { proxy },
});
