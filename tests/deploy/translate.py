"""The template as SAM translates it: what only shows there.

Run by scripts/lint-template; no account and no network.
"""

import copy
import json
import sys
from pathlib import Path
from types import SimpleNamespace

from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform

# CloudFormation takes no more in one template.
MOST_RESOURCES = 500


def translated(template, tracing):
    template = copy.deepcopy(template)
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://bucket/key"
    parameters = {"Stage": "dev", "Tracing": tracing, "AWS::Region": "eu-west-1", "AWS::Partition": "aws"}
    return transform(template, parameters, SimpleNamespace(load=dict))["Resources"]


def main(path):
    template = yaml_parse(Path(path).read_text())
    off, on = translated(template, "Disabled"), translated(template, "Active")
    assert len(off) <= MOST_RESOURCES, f"{len(off)} resources"
    assert "xray" not in json.dumps(off).lower(), "a function that traces nothing may tell X-Ray"
    functions = sum(resource["Type"] == "AWS::Lambda::Function" for resource in on.values())
    assert json.dumps(on).lower().count("awsxray") == functions, "a function that traces may not tell X-Ray"
    print(f"{len(off)} of {MOST_RESOURCES} resources, {functions} functions")


if __name__ == "__main__":
    main(sys.argv[1])
