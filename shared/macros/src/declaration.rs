//! What the attribute is told, read. Owns its grammar.

use proc_macro2::{Ident, TokenStream};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Error, LitInt, LitStr, Path, Token, Type, parenthesized};

/// A declaration.
pub(crate) struct Declaration {
    pub(crate) method: Ident,
    pub(crate) path: LitStr,
    /// Who may call; anybody without.
    pub(crate) roles: Option<Vec<Ident>>,
    pub(crate) activity: bool,
    /// What its calls count as.
    pub(crate) limit: Option<Ident>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) queries: Vec<Path>,
    pub(crate) key: Option<Key>,
    pub(crate) body: Option<Type>,
    pub(crate) answers: Vec<Answer>,
    pub(crate) errors: Vec<Ident>,
    pub(crate) permissions: Vec<Ident>,
}

/// A parameter in the path.
pub(crate) struct Parameter {
    pub(crate) name: Ident,
    pub(crate) kind: Type,
    pub(crate) description: LitStr,
    /// Further attributes of its schema, with their comma.
    pub(crate) more: TokenStream,
}

/// What there is to an `Idempotency-Key`.
pub(crate) enum Key {
    Optional,
    Required,
}

/// A success.
pub(crate) struct Answer {
    pub(crate) status: LitInt,
    /// As JSON, and as CSV where there is a second type.
    pub(crate) body: Vec<Type>,
    pub(crate) description: LitStr,
}

impl Parse for Declaration {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut declaration = Self {
            method: input.parse()?,
            path: input.parse()?,
            roles: None,
            activity: false,
            limit: None,
            parameters: Vec::new(),
            queries: Vec::new(),
            key: None,
            body: None,
            answers: Vec::new(),
            errors: Vec::new(),
            permissions: Vec::new(),
        };
        let mut is_public = false;
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            let word: Ident = input.parse()?;
            match word.to_string().as_str() {
                "public" => is_public = true,
                "activity" => declaration.activity = true,
                "limit" => declaration.limit = Some(inner(input)?.parse()?),
                "roles" => declaration.roles = Some(list(input)?),
                "path" => declaration.parameters.push(inner(input)?.call(Parameter::parse)?),
                "query" => declaration.queries.extend(list(input)?),
                "key" => declaration.key = Some(inner(input)?.call(Key::parse)?),
                "body" => declaration.body = Some(inner(input)?.parse()?),
                "answers" => declaration.answers = list(input)?,
                "errors" => declaration.errors = list(input)?,
                "permissions" => declaration.permissions = list(input)?,
                _ => return Err(Error::new(word.span(), "unknown part of the declaration of an endpoint")),
            }
        }
        match (is_public, &declaration.roles) {
            (true, None) | (false, Some(_)) => {}
            _ => return Err(Error::new(declaration.path.span(), "either `public` or `roles(…)`")),
        }
        if declaration.answers.is_empty() {
            return Err(Error::new(declaration.path.span(), "`answers(…)` is missing"));
        }
        Ok(declaration)
    }
}

impl Parse for Parameter {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        let kind = input.parse()?;
        input.parse::<Token![,]>()?;
        Ok(Self { name, kind, description: input.parse()?, more: input.parse()? })
    }
}

impl Parse for Key {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let word: Ident = input.parse()?;
        match word.to_string().as_str() {
            "optional" => Ok(Self::Optional),
            "required" => Ok(Self::Required),
            _ => Err(Error::new(word.span(), "`required` or `optional`")),
        }
    }
}

impl Parse for Answer {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let status = input.parse()?;
        let mut body = Vec::new();
        if input.parse::<Option<Token![=]>>()?.is_some() {
            body.push(input.parse()?);
            if input.parse::<Option<Token![|]>>()?.is_some() {
                body.push(input.parse()?);
            }
        }
        input.parse::<Token![:]>()?;
        Ok(Self { status, body, description: input.parse()? })
    }
}

/// What stands in the parentheses that come.
fn inner(input: ParseStream<'_>) -> syn::Result<syn::parse::ParseBuffer<'_>> {
    let content;
    parenthesized!(content in input);
    Ok(content)
}

fn list<T: Parse>(input: ParseStream<'_>) -> syn::Result<Vec<T>> {
    let content = inner(input)?;
    let items: Punctuated<T, Token![,]> = content.parse_terminated(T::parse, Token![,])?;
    Ok(items.into_iter().collect())
}
