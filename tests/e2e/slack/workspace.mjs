// A Slack workspace of the npm package emulate, whose events go to one address.
// Usage: node workspace.mjs SETTINGS, with { port, requestUrl, redirectUrl, scopes } as JSON.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const settings = JSON.parse(process.argv[2]);
const folder = join(import.meta.dirname, "node_modules", "emulate", "dist");
const load = (name) => import(pathToFileURL(join(folder, name)));

// The package's own command line cannot name an address for events, but the store behind its API can.
const holdsSlack = (name) => /^dist-.*\.js$/.test(name) && /\bslackPlugin\n}/.test(readFileSync(join(folder, name), "utf8"));
const { slackPlugin } = await load(readdirSync(folder).find(holdsSlack));
const register = slackPlugin.register.bind(slackPlugin);
slackPlugin.register = (app, store, webhooks, ...others) => {
  webhooks.register({ url: settings.requestUrl, events: ["*"], active: true, owner: "slack" });
  app.get("/_test/deliveries", (context) => context.json(webhooks.getDeliveries()));
  return register(app, store, webhooks, ...others);
};

const bot = { bot_id: "B0DATAOPS", bot_user_id: "U0DATAOPS", app_id: "A000000001" };
const everything = [...settings.scopes, "channels:read", "channels:join", "users:read.email", "reactions:write"];
const { createEmulator } = await load("api.js");
const slack = await createEmulator({
  service: "slack",
  port: settings.port,
  hostname: "127.0.0.1",
  baseUrl: `http://127.0.0.1:${settings.port}`,
  seed: {
    slack: {
      team: { name: "Data", domain: "data" },
      signing_secret: "local-signing-secret",
      strict_scopes: true,
      users: [
        { name: "alice", real_name: "Alice", email: "alice@example.com" },
        { name: "bob", real_name: "Bob", email: "bob@example.com" },
      ],
      channels: [{ name: "data-eng" }, { name: "finance" }],
      oauth_apps: [
        {
          ...bot,
          client_id: "1.2",
          client_secret: "local-client-secret",
          name: "dataops",
          bot_name: "dataops",
          redirect_uris: [settings.redirectUrl],
          scopes: settings.scopes,
        },
      ],
      tokens: [
        { token: "xoxb-local-bot", type: "bot", user_id: bot.bot_user_id, ...bot, scopes: settings.scopes },
        { token: "xoxp-alice", type: "user", user: "alice", scopes: everything },
        { token: "xoxp-bob", type: "user", user: "bob", scopes: everything },
      ],
    },
  },
});
console.log(slack.url);
