// Validates a manifest against the schema that Microsoft's package brings: one line an error.
// usage: node manifest.mjs MANIFEST.json
// The package's own code wants fs-extra, which it does not declare; it would ask ajv in the same way.
import { readFileSync } from "node:fs";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";

const manifest = JSON.parse(readFileSync(process.argv[2], "utf8"));
const [, version] = manifest.$schema.match(/\/teams\/(v[0-9.]+|vDevPreview)\/MicrosoftTeams\.schema\.json$/);
const schemas = new URL("node_modules/@microsoft/app-manifest/build/json-schemas/teams/", import.meta.url);
const schema = JSON.parse(readFileSync(new URL(`${version}/MicrosoftTeams.schema.json`, schemas)));
const ajv = new Ajv({ allErrors: true, strictTypes: false });
addFormats(ajv, ["uri", "email", "regex"]);
const validate = ajv.compile(schema);
if (!validate(manifest)) {
  for (const error of validate.errors) console.log(error.instancePath, error.message, JSON.stringify(error.params));
}
