package org.mcpruntime.watcher.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the contract that the Avro files keep: documented, flat, open to additions. */
class RecordSchemaTest {

  static List<RecordSchema> schemas() {
    return RecordSchema.all();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void registersWhatTheClassWrites(RecordSchema record) {
    Schema registered = new Schema.Parser().parse(record.text());

    assertThat(SchemaNormalization.toParsingForm(registered))
        .isEqualTo(SchemaNormalization.toParsingForm(record.schema()));
    assertThat(record.text()).doesNotContain("avro.java.string");
    assertThat(RecordSchema.of(record.type())).isSameAs(record);
    assertThat(record.schema().getFullName()).isEqualTo(record.type().getName());
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void keepsTheRulesOfTheContract(RecordSchema record) {
    List<String> broken = new ArrayList<>();
    judge(new Schema.Parser().parse(record.text()), "", broken);

    assertThat(broken).isEmpty();
  }

  @Test
  void knowsOnlyItsOwnRecords() {
    assertThatThrownBy(() -> RecordSchema.of(String.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void judge(Schema schema, String path, List<String> broken) {
    switch (schema.getType()) {
      case RECORD -> {
        require(schema.getDoc() != null, path + ": record without doc", broken);
        for (Schema.Field field : schema.getFields()) {
          String at = path + "." + field.name();
          require(
              field.doc() != null && !field.doc().isBlank(), at + ": field without doc", broken);
          judge(field.schema(), at, broken);
        }
      }
      case ENUM ->
        require(
            schema.getEnumDefault() != null && schema.getDoc() != null,
            path + ": enum without default or doc",
            broken);
      case UNION -> {
        require(
            schema.getTypes().size() == 2 && schema.getTypes().get(0).getType() == Schema.Type.NULL,
            path + ": union other than with null first",
            broken);
        schema.getTypes().forEach(branch -> judge(branch, path, broken));
      }
      case ARRAY -> judge(schema.getElementType(), path, broken);
      case MAP, FLOAT, DOUBLE -> broken.add(path + ": " + schema.getType());
      default -> {}
    }
  }

  private static void require(boolean holds, String otherwise, List<String> broken) {
    if (!holds) {
      broken.add(otherwise);
    }
  }
}
