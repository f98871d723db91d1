"""The stack of `infra/template.yaml` in an emulated account: packaged, deployed,
looked into, deleted.

What the emulator does not do is done here, and is not proven by this test: it
ignores the OpenAPI body that SAM makes of the HTTP API, which is declared to it
route by route from that very body, and it knows neither responses of WebSocket
routes in a template nor alarms that calculate. It drops TTL, point-in-time recovery and CORS, does not ask for
the permissions of API Gateway to call a function, and has no TLS, which the
bucket's policy insists on.
"""

import io
import json
import platform
import re
import time
import zipfile
from pathlib import Path

from samcli.yamlhelper import yaml_parse

STAGE = "dev"
STACK = f"heartlink-{STAGE}"
BUCKET = "heartlink-artefacts"
CODE = "functions.zip"
TEMPLATE = "template.json"
LOGS = f"/heartlink/{STAGE}/functions"
ALARM = "AWS::CloudWatch::Alarm"
ROUTE_RESPONSE = "AWS::ApiGatewayV2::RouteResponse"
ARCHITECTURES = {"x86_64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}
DEPLOY_SECONDS = 180


class Stack:
    def __init__(self, emulator, template: Path, binary: Path, jwt: dict):
        self.emulator = emulator
        self.cloudformation = emulator.client("cloudformation")
        self.lambdas = emulator.client("lambda")
        self.template = yaml_parse(template.read_text())
        self.responses = self._without(lambda resource: resource["Type"] == ROUTE_RESPONSE)
        # It refuses whatever comes without TLS.
        self._without(lambda resource: resource["Type"] == "AWS::S3::BucketPolicy")
        self._without(lambda resource: resource["Type"] == ALARM and "Metrics" in resource["Properties"])
        self._package(binary)
        self._deploy(jwt)
        self._declare_responses()
        self._declare_http_routes()

    def _without(self, unknown):
        """Takes the resources out of the template that are `unknown`."""
        resources = self.template["Resources"]
        names = [name for name, resource in resources.items() if unknown(resource)]
        return [resources.pop(name)["Properties"] for name in names]

    def _package(self, binary: Path):
        """One artefact is every function: its handler says which."""
        bootstrap = zipfile.ZipInfo("bootstrap")
        bootstrap.external_attr = 0o755 << 16
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
            package.writestr(bootstrap, binary.read_bytes())
        s3 = self.emulator.client("s3")
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": s3.meta.region_name})
        s3.put_object(Bucket=BUCKET, Key=CODE, Body=archive.getvalue())
        connections = f"{self.emulator.endpoint}/_aws/execute-api/${{SocketApi}}/${{Stage}}"
        for resource in self.template["Resources"].values():
            properties = resource["Properties"]
            if resource["Type"] == "AWS::ApiGatewayV2::Authorizer":
                # The emulator would take a header for one.
                properties.setdefault("IdentitySource", [])
            if resource["Type"] == "AWS::Serverless::Function":
                properties["CodeUri"] = {"Bucket": BUCKET, "Key": CODE}
                variables = properties.get("Environment", {}).get("Variables", {})
                if "HEARTLINK_CONNECTIONS_ENDPOINT" in variables:
                    variables["HEARTLINK_CONNECTIONS_ENDPOINT"] = {"Fn::Sub": connections}
        s3.put_object(Bucket=BUCKET, Key=TEMPLATE, Body=json.dumps(self.template))

    def _deploy(self, jwt):
        parameters = {"Stage": STAGE, "Architecture": ARCHITECTURES[platform.machine()]} | jwt
        self.cloudformation.create_stack(
            StackName=STACK, TemplateURL=f"{self.emulator.endpoint}/{BUCKET}/{TEMPLATE}",
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        )
        self._await("CREATE_COMPLETE")

    def _await(self, wanted):
        deadline = time.monotonic() + DEPLOY_SECONDS
        while (status := self._status()) != wanted:
            if not status.endswith("_IN_PROGRESS") or time.monotonic() > deadline:
                raise AssertionError(f"the stack is {status}, not {wanted}:\n{self._failures()}")
            time.sleep(0.5)

    def _status(self):
        return self.cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]["StackStatus"]

    def _failures(self):
        events = self.cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]
        failed = (event for event in events if event["ResourceStatus"].endswith("FAILED"))
        return "\n".join(f"{e['LogicalResourceId']}: {e.get('ResourceStatusReason')}" for e in failed)

    def _declare_responses(self):
        gateway, api = self.emulator.client("apigatewayv2"), self.resource("SocketApi")
        for response in self.responses:
            route = self.resource(response["RouteId"]["Ref"]).split("/")[-1]
            gateway.create_route_response(
                ApiId=api, RouteId=route, RouteResponseKey=response["RouteResponseKey"])

    def _declare_http_routes(self):
        body = self.processed()["Resources"]["HttpApi"]["Properties"]["Body"]
        gateway, api = self.emulator.client("apigatewayv2"), self.resource("HttpApi")
        declared = body["components"]["securitySchemes"]["Tokens"]["x-amazon-apigateway-authorizer"]
        authorizer = gateway.create_authorizer(
            ApiId=api, Name="Tokens", AuthorizerType="REQUEST",
            AuthorizerUri=self._invocation(declared["authorizerUri"]),
            AuthorizerPayloadFormatVersion=declared["authorizerPayloadFormatVersion"],
            AuthorizerResultTtlInSeconds=declared["authorizerResultTtlInSeconds"],
            EnableSimpleResponses=declared["enableSimpleResponses"],
            IdentitySource=declared["identitySource"],
        )["AuthorizerId"]
        for path, methods in body["paths"].items():
            for method, operation in methods.items():
                proxy = operation["x-amazon-apigateway-integration"]
                integration = gateway.create_integration(
                    ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=self._invocation(proxy["uri"]),
                    PayloadFormatVersion=proxy["payloadFormatVersion"],
                )["IntegrationId"]
                guarded = {"AuthorizationType": "CUSTOM", "AuthorizerId": authorizer}
                asked = any("Tokens" in scheme for scheme in operation.get("security", []))
                gateway.create_route(
                    ApiId=api, RouteKey=f"{method.upper()} {path}", Target=f"integrations/{integration}",
                    **(guarded if asked else {}),
                )

    def _invocation(self, uri):
        """The address at which API Gateway calls the one function that `uri` names."""
        (function,) = set(re.findall(r"\w+Function\b", json.dumps(uri).replace("__FunctionArn__", "")))
        arn = self.lambdas.get_function(FunctionName=self.resource(function))["Configuration"]["FunctionArn"]
        region = self.lambdas.meta.region_name
        return f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations"

    def processed(self):
        """The template as SAM expanded it."""
        template = self.cloudformation.get_template(StackName=STACK, TemplateStage="Processed")
        body = template["TemplateBody"]
        return body if isinstance(body, dict) else json.loads(body)

    def resource(self, logical):
        """The physical id of the resource `logical`."""
        found = self.cloudformation.describe_stack_resource(StackName=STACK, LogicalResourceId=logical)
        return found["StackResourceDetail"]["PhysicalResourceId"]

    @property
    def http(self):
        return f"{self.emulator.endpoint}/_aws/execute-api/{self.resource('HttpApi')}/$default"

    @property
    def socket(self):
        address = self.emulator.endpoint.removeprefix("http://")
        return f"ws://{address}/_aws/execute-api/{self.resource('SocketApi')}/{STAGE}"

    def lines(self, pattern):
        """Lines of the functions' logs that contain `pattern`."""
        pages = self.emulator.client("logs").get_paginator("filter_log_events").paginate(logGroupName=LOGS)
        messages = (event["message"] for page in pages for event in page["events"])
        return [line for message in messages for line in message.splitlines() if pattern in line]

    def delete(self):
        """Deletes the stack, what was packaged too, and tells what is left of it."""
        s3 = self.emulator.client("s3")
        self.cloudformation.delete_stack(StackName=STACK)
        deadline = time.monotonic() + DEPLOY_SECONDS
        while any(stack["StackName"] == STACK for stack in self._live_stacks()):
            if time.monotonic() > deadline:
                raise AssertionError(f"the stack is not deleted:\n{self._failures()}")
            time.sleep(0.5)
        for key in (CODE, TEMPLATE):
            s3.delete_object(Bucket=BUCKET, Key=key)
        s3.delete_bucket(Bucket=BUCKET)
        return self._left()

    def _live_stacks(self):
        stacks = self.cloudformation.list_stacks()["StackSummaries"]
        return [stack for stack in stacks if stack["StackStatus"] != "DELETE_COMPLETE"]

    def _left(self):
        client = self.emulator.client
        left = {
            "tables": client("dynamodb").list_tables()["TableNames"],
            "functions": client("lambda").list_functions()["Functions"],
            "mappings": client("lambda").list_event_source_mappings()["EventSourceMappings"],
            "apis": client("apigatewayv2").get_apis()["Items"],
            "rules": client("events").list_rules()["Rules"],
            "queues": client("sqs").list_queues().get("QueueUrls", []),
            "buckets": client("s3").list_buckets()["Buckets"],
            "log groups": client("logs").describe_log_groups()["logGroups"],
            "roles": [role for role in client("iam").list_roles()["Roles"] if STACK in role["RoleName"]],
            "alarms": client("cloudwatch").describe_alarms()["MetricAlarms"],
            "secrets": client("secretsmanager").list_secrets()["SecretList"],
        }
        return {kind: found for kind, found in left.items() if found}
