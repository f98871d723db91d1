//! `#[endpoint(…)]`: an HTTP endpoint, declared once.
//!
//! From the one declaration follow its route (`ROUTE`, which the dispatcher, the
//! local server, the Lambda binary and the deployment's template read) and its
//! operation in the OpenAPI document. Never looks into the function.

mod declaration;

use proc_macro::TokenStream;
use proc_macro2::{Ident, Span, TokenStream as Tokens};
use quote::quote;
use syn::{Error, ItemFn, LitStr, parse_macro_input};

use crate::declaration::{Answer, Declaration, Key};

/// Declares the endpoint that the function is.
///
/// ```ignore
/// #[endpoint(POST "/v1/wallets/{user}/credit",
///     roles(Service),
///     activity,
///     path(user: UserId, "Whose wallet: a user id, or `me`."),
///     query(CurrencyQuery),
///     key(required),
///     body(PaymentBody),
///     answers(201 = MovementView: "The entry, and the wallet right after it."),
///     errors(WalletFrozen, UnknownCurrency),
///     permissions(IDEMPOTENCY, CHANGE_ACCOUNT))]
/// ```
///
/// - The name of the endpoint and of its binary is that of the crate's domain and
///   of the function: `wallet-credit`. The first line of its doc comment is what a
///   list of operations shows.
/// - `roles` or `public`: who may call.
/// - `activity`: the call counts as an activity of its caller.
/// - `limit`: what calls of people count as; `rate_limited` is then one of its errors.
/// - `path`: the parameters in the path, with further attributes of a schema
///   behind the description. `query`: types that derive `IntoParams`.
/// - `key(required)` or `key(optional)`: the `Idempotency-Key`.
/// - `answers`: each success; without a type it has no body.
/// - `errors`: the [`Code`]s of refusals of its own; what all share is added.
/// - `permissions`: the footprints of `heartlink_store::permissions`.
///
/// [`Code`]: ../heartlink_runtime/problem/enum.Code.html
#[proc_macro_attribute]
pub fn endpoint(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let declaration = parse_macro_input!(arguments as Declaration);
    let function = parse_macro_input!(item as ItemFn);
    expand(&declaration, &function).unwrap_or_else(Error::into_compile_error).into()
}

fn expand(declaration: &Declaration, function: &ItemFn) -> syn::Result<Tokens> {
    let package = std::env::var("CARGO_PKG_NAME").unwrap_or_default();
    let domain = package.strip_prefix("heartlink-").ok_or_else(|| {
        Error::new(Span::call_site(), "an endpoint belongs into a crate heartlink-<domain>")
    })?;
    let name = format!("{domain}-{}", function.sig.ident.to_string().replace('_', "-"));
    let route = route(declaration, function, &name);
    let operation = operation(declaration, domain, &name);
    Ok(quote! {
        #route
        #operation
        #function
    })
}

/// What the dispatcher, the server and the template read.
fn route(declaration: &Declaration, function: &ItemFn, name: &str) -> Tokens {
    let Declaration { method, path, roles, activity, limit, queries, key, errors, permissions, .. } =
        declaration;
    let limited = limit.iter().map(|limit| Ident::new("RateLimited", limit.span()));
    let errors = errors.iter().cloned().chain(limited);
    let limit = match limit {
        Some(limit) => quote! { Some(::heartlink_domain::limits::Limit::#limit) },
        None => quote! { None },
    };
    let takes_query = !queries.is_empty();
    let run = &function.sig.ident;
    let method = method.to_string();
    let access = match roles {
        Some(roles) => quote! { AnyOf(&[#(::heartlink_domain::roles::Role::#roles),*]) },
        None => quote! { Public },
    };
    let key = match key {
        None => quote! { None },
        Some(Key::Optional) => quote! { Optional },
        Some(Key::Required) => quote! { Required },
    };
    quote! {
        /// The endpoint.
        pub const ROUTE: ::heartlink_runtime::HttpRoute = ::heartlink_runtime::HttpRoute {
            name: #name,
            method: #method,
            path: #path,
            access: ::heartlink_runtime::Access::#access,
            counts_as_activity: #activity,
            limit: #limit,
            key: ::heartlink_runtime::route::Key::#key,
            takes_query: #takes_query,
            errors: &[#(::heartlink_runtime::Code::#errors),*],
            permissions: &[#(::heartlink_store::permissions::#permissions),*],
            run: |app, request| ::std::boxed::Box::pin(#run(app, request)),
        };
    }
}

/// What `utoipa` makes the operation of.
fn operation(declaration: &Declaration, domain: &str, name: &str) -> Tokens {
    let Declaration { method, path, roles, parameters, queries, key, body, answers, .. } = declaration;
    let method = Ident::new(&method.to_string().to_lowercase(), method.span());
    let in_path = parameters.iter().map(|parameter| {
        let (name, kind, description, more) =
            (parameter.name.to_string(), &parameter.kind, &parameter.description, &parameter.more);
        let name = LitStr::new(&name, parameter.name.span());
        quote! { (#name = #kind, Path, description = #description #more) }
    });
    let in_header = key.as_ref().map(|key| match key {
        Key::Required => quote! { ("Idempotency-Key" = String, Header) },
        Key::Optional => quote! { ("Idempotency-Key" = Option<String>, Header) },
    });
    let parameters: Vec<Tokens> =
        in_path.chain(queries.iter().map(|query| quote! { #query })).chain(in_header).collect();
    let parameters = (!parameters.is_empty()).then(|| quote! { params(#(#parameters),*), });
    let body = body.as_ref().map(|body| quote! { request_body = #body, });
    let security = roles.is_none().then(|| quote! { security(()), });
    let answers = answers.iter().map(|Answer { status, body, description }| {
        let body = match body.as_slice() {
            [] => None,
            [only] => Some(quote! { , body = #only }),
            [first, others @ ..] => {
                let others = others.iter().map(|other| quote! { (#other = "text/csv") });
                Some(quote! { , content((#first = "application/json"), #(#others),*) })
            }
        };
        quote! { (status = #status, description = #description #body) }
    });
    quote! {
        #[::utoipa::path(#method, path = #path, tag = #domain, operation_id = #name,
            #security #parameters #body responses(#(#answers),*))]
    }
}
