import type { RouteConfig } from '@hono/zod-openapi';
import { z } from 'zod';
import { definitionSchema, graphSchema, type JsonObject, type JsonValue } from '#engine';
import {
  connectorCreateSchema,
  connectorSchema,
  connectorUpdateSchema,
  devSessionSchema,
  executeSchema,
  executionSchema,
  executionSummarySchema,
  flowCreateSchema,
  flowSchema,
  flowUpdateSchema,
  problemSchema,
  sessionSchema,
  stepExecutionSchema,
} from '../resources.js';
import {
  apiKeyCreateSchema,
  apiKeySchema,
  auditEntrySchema,
  memberCreateSchema,
  memberSchema,
  memberUpdateSchema,
} from '../workspace-resources.js';

const named = {
  ApiKey: apiKeySchema,
  ApiKeyCreate: apiKeyCreateSchema,
  AuditEntry: auditEntrySchema,
  Connector: connectorSchema,
  ConnectorCreate: connectorCreateSchema,
  ConnectorUpdate: connectorUpdateSchema,
  Definition: definitionSchema,
  DevSession: devSessionSchema,
  Execute: executeSchema,
  Execution: executionSchema,
  ExecutionSummary: executionSummarySchema,
  Flow: flowSchema,
  FlowCreate: flowCreateSchema,
  FlowUpdate: flowUpdateSchema,
  Graph: graphSchema,
  Member: memberSchema,
  MemberCreate: memberCreateSchema,
  MemberUpdate: memberUpdateSchema,
  Problem: problemSchema,
  Session: sessionSchema,
  StepExecution: stepExecutionSchema,
} satisfies Record<string, z.core.$ZodType>;

const registry = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });

/**
 * The OpenAPI 3.1 document of routes, written from the very schemas that check the requests. zod's own JSON
 * Schema writer is used, since graphs hold any JSON value and that type is recursive.
 */
export function createOpenApiDocument(routes: readonly RouteConfig[], version: string): JsonObject {
  const paths: JsonObject = {};
  for (const route of routes) {
    paths[route.path] = { ...asObject(paths[route.path]), [route.method]: toOperation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Patchbay API',
      version,
      description: 'Connectors, flows and their executions. Refusals are problem documents (RFC 9457).',
    },
    paths,
    components: {
      schemas: {
        Json: { description: 'Any JSON value.' },
        ...Object.fromEntries(Object.entries(named).map(([id, schema]) => [id, toComponent(schema)])),
      },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'The JWT of a person, or an API key of a workspace (`pb_…`).',
        },
        workspace: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Workspace-Id',
          description: 'Needed beside a JWT; an API key has its workspace with it.',
        },
      },
    },
  };
}

function toOperation(route: RouteConfig): JsonObject {
  const body = route.request?.body;
  const parameters = [
    ...toParameters(route.request?.params, 'path'),
    ...toParameters(route.request?.query, 'query'),
    ...[route.request?.headers ?? []].flat().flatMap((headers) => toParameters(headers, 'header')),
  ];
  return {
    ...(route.operationId && { operationId: route.operationId }),
    ...(route.summary && { summary: route.summary }),
    ...(route.description && { description: route.description }),
    ...(route.tags && { tags: [...route.tags] }),
    ...(route.security && { security: route.security.map((scheme) => ({ ...scheme })) }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: body.required ?? false, content: toContent(body.content) } }),
    responses: Object.fromEntries(
      Object.entries(route.responses).map(([status, response]) => [status, toResponse(response)]),
    ),
  };
}

function toResponse(response: RouteConfig['responses'][string]): JsonObject {
  if ('$ref' in response) return { $ref: String(response.$ref) };
  return {
    description: response.description ?? '',
    ...(response.content && { content: toContent(response.content) }),
  };
}

function toContent(content: Record<string, unknown>): JsonObject {
  return Object.fromEntries(
    Object.entries(content).map(([type, media]) => {
      const schema =
        typeof media === 'object' && media !== null && 'schema' in media ? media.schema : undefined;
      return [type, { schema: schema instanceof z.core.$ZodType ? toSchema(schema) : {} }];
    }),
  );
}

function toParameters(schema: unknown, place: 'path' | 'query' | 'header'): JsonObject[] {
  if (!(schema instanceof z.ZodObject)) return [];
  const { properties, required } = toSchema(schema);
  if (!isObject(properties)) return [];
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = isObject(property) ? property : {};
    return {
      name,
      in: place,
      required: place === 'path' || (Array.isArray(required) && required.includes(name)),
      ...(description !== undefined && { description }),
      schema: rest,
    };
  });
}

function toSchema(schema: z.core.$ZodType): JsonObject {
  const id = registry.get(schema)?.id;
  return id ? { $ref: `#/components/schemas/${id}` } : toComponent(schema);
}

function toComponent(schema: z.core.$ZodType): JsonObject {
  const written = z.toJSONSchema(schema, {
    metadata: registry,
    io: 'input',
    unrepresentable: 'any',
    // Names are ours alone; descriptions stand in zod's own registry, where `.meta()` puts them.
    override: ({ zodSchema, jsonSchema }) => {
      const description = z.globalRegistry.get(zodSchema)?.description;
      if (description) jsonSchema.description ??= description;
    },
  });
  // A JSON Schema document is JSON; zod's type for it is a wider interface.
  const { $schema, $defs, ...own } = written as unknown as JsonObject;
  // A schema that has a name comes as a reference to itself among its definitions.
  const id = registry.get(schema)?.id;
  return asObject(rewrite(asObject(id ? asObject($defs)[id] : own)));
}

/** Points references at the document's components. The only type without a name that zod refers to is any JSON. */
function rewrite(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(rewrite);
  if (!isObject(value)) return value;
  if (typeof value.$ref === 'string') {
    const name = value.$ref.replace(/^#\/\$defs\//, '');
    return { $ref: `#/components/schemas/${Object.hasOwn(named, name) ? name : 'Json'}` };
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rewrite(item)]));
}

function asObject(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
