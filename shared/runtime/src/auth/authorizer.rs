//! The authorizer's answers to API Gateway.
//!
//! Never decides what a caller may do; it only says who calls.

use aws_lambda_events::event::apigw::{
    ApiGatewayCustomAuthorizerPolicy, ApiGatewayCustomAuthorizerRequestTypeRequest,
    ApiGatewayV2CustomAuthorizerIamPolicyResponse, ApiGatewayV2CustomAuthorizerSimpleResponse,
    ApiGatewayV2CustomAuthorizerV2Request,
};
use aws_lambda_events::event::iam::{IamPolicyEffect, IamPolicyStatement};
use heartlink_domain::roles::Caller;
use serde_json::{Map, Value};

use super::{Verifier, bearer_token, context_of};
use crate::telemetry::user_hash;
use crate::{Code, Problem};

/// Answers the authorizer call of an HTTP API (payload 2.0, simple response).
///
/// It only says who calls: without a token that holds the call goes on without
/// a caller, and the route's own access refuses it with a problem document.
///
/// # Errors
/// Whatever is not the token's fault: API Gateway then answers 500, and does
/// not remember a refusal.
pub async fn http_authorizer(
    verifier: &Verifier,
    event: &ApiGatewayV2CustomAuthorizerV2Request,
) -> Result<ApiGatewayV2CustomAuthorizerSimpleResponse<Value>, Problem> {
    let caller = match bearer_token(&event.headers) {
        Some(token) => known(verifier, token).await?,
        None => None,
    };
    let mut answer = ApiGatewayV2CustomAuthorizerSimpleResponse::default();
    answer.is_authorized = true;
    let mut context = caller.as_ref().map(context_of).unwrap_or_default();
    // What the access log of the API shows of the caller.
    context.extend(caller.map(|caller| ("user_hash".to_owned(), user_hash(&caller.user).into())));
    answer.context = Value::Object(context);
    Ok(answer)
}

/// Answers the authorizer call of `$connect`, whose token is the query
/// parameter `token`. Without one the connection is allowed and belongs to
/// nobody: its first message may authenticate it.
///
/// # Errors
/// As [`http_authorizer`].
pub async fn socket_authorizer(
    verifier: &Verifier,
    event: &ApiGatewayCustomAuthorizerRequestTypeRequest,
) -> Result<ApiGatewayV2CustomAuthorizerIamPolicyResponse<Value>, Problem> {
    let arn = event.method_arn.as_deref().unwrap_or_default();
    let Some(token) = event.query_string_parameters.first("token") else {
        return Ok(policy("anonymous", IamPolicyEffect::Allow, arn, Map::new()));
    };
    Ok(match known(verifier, token).await? {
        Some(caller) => policy(caller.user.as_str(), IamPolicyEffect::Allow, arn, context_of(&caller)),
        None => policy("refused", IamPolicyEffect::Deny, arn, Map::new()),
    })
}

/// The caller that `token` names; `None` if it does not hold.
async fn known(verifier: &Verifier, token: &str) -> Result<Option<Caller>, Problem> {
    match verifier.verify(token).await {
        Ok(caller) => Ok(Some(caller)),
        Err(problem) if problem.code == Code::Unauthorized => {
            tracing::info!(reason = problem.internal.as_deref().unwrap_or(&problem.detail), "token refused");
            Ok(None)
        }
        Err(problem) => Err(problem),
    }
}

fn policy(
    principal: &str,
    effect: IamPolicyEffect,
    arn: &str,
    context: Map<String, Value>,
) -> ApiGatewayV2CustomAuthorizerIamPolicyResponse<Value> {
    let mut statement = IamPolicyStatement::default();
    statement.action = vec!["execute-api:Invoke".to_owned()];
    statement.effect = effect;
    statement.resource = vec![arn.to_owned()];
    let mut document = ApiGatewayCustomAuthorizerPolicy::default();
    document.version = Some("2012-10-17".to_owned());
    document.statement = vec![statement];
    let mut answer = ApiGatewayV2CustomAuthorizerIamPolicyResponse::default();
    answer.principal_id = Some(principal.to_owned());
    answer.policy_document = document;
    answer.context = Value::Object(context);
    answer
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use heartlink_domain::roles::Role;
    use heartlink_store::clock::Clock;
    use serde_json::json;

    use super::super::fixture::{self, KeyServer};
    use super::super::{AuthConfig, KeySource, sign_hs256};
    use super::*;

    const ARN: &str = "arn:aws:execute-api:eu-west-1:1:api/dev/$connect";

    fn verifier(keys: KeySource) -> Verifier {
        Verifier::new(AuthConfig::of(keys), Clock::default())
    }

    fn local() -> Verifier {
        verifier(KeySource::Hs256(fixture::SECRET.to_owned()))
    }

    fn token() -> String {
        let roles = [Role::User, Role::Admin];
        let now = Clock::default().now();
        sign_hs256(fixture::SECRET, &"ann".parse().unwrap(), &roles, now, Duration::from_secs(60)).unwrap()
    }

    async fn over_http(headers: Value) -> Value {
        let event = json!({
            "version": "2.0", "type": "REQUEST", "routeArn": ARN, "headers": headers,
            "requestContext": { "http": { "method": "GET" } },
        });
        let event = serde_json::from_value(event).unwrap();
        serde_json::to_value(http_authorizer(&local(), &event).await.unwrap()).unwrap()
    }

    async fn on_connect(verifier: &Verifier, query: Value) -> Result<Value, Problem> {
        let event = json!({
            "type": "REQUEST", "methodArn": ARN, "queryStringParameters": query, "requestContext": {},
        });
        let event = serde_json::from_value(event).unwrap();
        Ok(serde_json::to_value(socket_authorizer(verifier, &event).await?).unwrap())
    }

    /// The answer without the times of the token, which have to be there.
    fn timeless(mut answer: Value) -> Value {
        for name in ["issued_at", "expires_at"] {
            let secs = answer["context"].as_object_mut().unwrap().remove(name).unwrap();
            assert!(secs.as_str().unwrap().parse::<i64>().is_ok(), "{name} {secs}");
        }
        answer
    }

    #[tokio::test]
    async fn a_good_token_over_http_is_authorised_with_its_caller() {
        let answer = over_http(json!({ "authorization": format!("Bearer {}", token()) })).await;
        let user_hash = user_hash(&"ann".parse().unwrap());
        let expected = json!({
            "isAuthorized": true, "context": { "sub": "ann", "roles": "user,admin", "user_hash": user_hash },
        });
        assert_eq!(timeless(answer), expected);
    }

    #[tokio::test]
    async fn no_token_or_a_bad_one_over_http_names_no_caller() {
        for headers in [
            json!({}),
            json!({ "authorization": token() }),
            json!({ "authorization": "Bearer abc" }),
            json!({ "authorization": format!("Bearer {}x", token()) }),
        ] {
            assert_eq!(over_http(headers).await, json!({ "isAuthorized": true, "context": {} }));
        }
    }

    #[tokio::test]
    async fn a_good_token_at_connect_is_allowed_with_its_caller() {
        let answer = on_connect(&local(), json!({ "token": token() })).await.unwrap();
        let expected = json!({
            "principalId": "ann",
            "policyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    { "Action": ["execute-api:Invoke"], "Effect": "Allow", "Resource": [ARN] },
                ],
            },
            "context": { "sub": "ann", "roles": "user,admin" },
        });
        assert_eq!(timeless(answer), expected);
    }

    #[tokio::test]
    async fn without_a_token_a_connection_is_allowed_and_belongs_to_nobody() {
        for query in [json!({}), json!(null)] {
            let answer = on_connect(&local(), query).await.unwrap();
            assert_eq!(answer["policyDocument"]["Statement"][0]["Effect"], "Allow");
            assert_eq!(answer["context"], json!({}));
        }
    }

    #[tokio::test]
    async fn a_bad_token_at_connect_is_denied() {
        for token in ["", "abc", &format!("{}x", token())] {
            let answer = on_connect(&local(), json!({ "token": token })).await.unwrap();
            assert_eq!(answer["policyDocument"]["Statement"][0]["Effect"], "Deny");
            assert_eq!(answer["context"], json!({}));
        }
    }

    #[tokio::test]
    async fn an_outage_of_the_keys_is_an_error_and_no_refusal() {
        let server = KeyServer::start(fixture::jwks()).await;
        server.fail();
        let claims = json!({ "sub": "ann", "exp": Clock::default().now().unix_secs() + 60 });
        let token = fixture::sign(jsonwebtoken::Algorithm::RS256, Some("rsa"), &fixture::rsa_key(), &claims);
        let problem =
            on_connect(&verifier(KeySource::Url(server.url())), json!({ "token": token })).await.unwrap_err();
        assert_eq!(problem.code, Code::SystemBusy);
    }
}
