package dev.aegis.app.model.langchain;

import dev.aegis.app.model.Conversation;
import dev.aegis.app.model.Endpoint;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.tool.ToolExecutor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A conversation as an agent of LangChain4j holds it. Thread-safe. */
public final class LangchainConversation implements Conversation {
  static final int MOST_ROUNDS = 8;
  private static final int ANSWER_TOKENS = 2_000;
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<Endpoint, Lanes> lanes = new ConcurrentHashMap<>();

  @Override
  public Said hold(
      Endpoint endpoint, String role, String message, List<Tool> tools, Duration within) {
    Lanes free = lanes.computeIfAbsent(endpoint, e -> new Lanes(e.units()));
    ProviderHttp http = new ProviderHttp(endpoint, within, free);
    String last = "";
    try {
      last = agent(endpoint, role, tools, http).say(message);
    } catch (RuntimeException e) {
      http.failed("its answer is not what OpenAI's form promises, or calls tools without end");
    }
    return http.said(last == null ? "" : last);
  }

  private static RoomAgent agent(
      Endpoint endpoint, String role, List<Tool> tools, ProviderHttp http) {
    OpenAiChatModel model =
        OpenAiChatModel.builder()
            .httpClientBuilder(new ProviderHttp.Builder(http))
            .baseUrl(endpoint.base().toString())
            // The key is put in by our own client, which alone knows it.
            .apiKey("none")
            .modelName(endpoint.model())
            .temperature(0.2)
            .maxTokens(ANSWER_TOKENS)
            .maxRetries(0)
            .build();
    AiServices<RoomAgent> agent =
        AiServices.builder(RoomAgent.class).chatModel(model).systemMessage(role);
    if (!tools.isEmpty()) {
      agent
          .tools(executors(tools))
          .maxToolCallingRoundTrips(MOST_ROUNDS)
          .hallucinatedToolNameStrategy(
              request -> ToolExecutionResultMessage.from(request, "There is no such tool."));
    }
    return agent.build();
  }

  private static Map<ToolSpecification, ToolExecutor> executors(List<Tool> tools) {
    Map<ToolSpecification, ToolExecutor> executors = new LinkedHashMap<>();
    for (Tool tool : tools) {
      JsonObjectSchema.Builder arguments = JsonObjectSchema.builder();
      if (!tool.argument().isEmpty()) {
        if (tool.values().isEmpty()) {
          arguments.addStringProperty(tool.argument());
        } else {
          arguments.addEnumProperty(tool.argument(), tool.values());
        }
        arguments.required(tool.argument());
      }
      executors.put(
          ToolSpecification.builder()
              .name(tool.name())
              .description(tool.purpose())
              .parameters(arguments.build())
              .build(),
          (request, _) -> look(tool, request.arguments()));
    }
    return executors;
  }

  /** Whatever a model writes as arguments; what is not as it should be is told to it. */
  private static String look(Tool tool, String arguments) {
    if (tool.argument().isEmpty()) {
      return tool.look().up("");
    }
    try {
      JsonNode found = JSON.readTree(arguments == null ? "" : arguments).path(tool.argument());
      return found.isString() ? tool.look().up(found.stringValue()) : wrong(tool);
    } catch (JacksonException e) {
      return wrong(tool);
    }
  }

  private static String wrong(Tool tool) {
    return "Expected {\"" + tool.argument() + "\": \"...\"}, found other arguments.";
  }
}
