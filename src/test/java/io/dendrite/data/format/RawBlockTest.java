package io.dendrite.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.dendrite.data.FloatFeatures;
import io.dendrite.data.RawBlock;
import io.dendrite.data.RawBlock.Schema;
import io.dendrite.data.RawBlock.Target;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RawBlockTest {

  @Test
  void manyRowsAndManyNames() throws Exception {
    RawBlock.Builder out = RawBlock.builder(new Schema(2, false, Target.CLASS, 0, 1, true));
    int n = 5000;
    for (int i = 0; i < n; i++) {
      byte[] name = ("n" + i % 777).getBytes(StandardCharsets.UTF_8);
      out.begin();
      out.value(1, i);
      out.label(name, 0, name.length);
      out.category(0, name, 1, name.length);
      out.weight(i);
      if (i % 3 == 2) {
        out.rollback();
      } else {
        out.commit();
      }
    }
    long announced = out.bytes();
    assertThat(out.rows()).isEqualTo(3334);
    RawBlock block = out.build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(block);
    ByteArrayInputStream in = new ByteArrayInputStream(bytes.toByteArray());
    RawBlock back = (RawBlock) new ObjectInputStream(in).readObject();
    assertThat(back.rows()).isEqualTo(3334);
    assertThat(block.bytes()).isEqualTo(announced);
    for (int row = 0; row < back.rows(); row++) {
      int i = row / 2 * 3 + row % 2;
      assertThat(CsvFormatTest.row(back.features(), row)).containsExactly(0, i);
      assertThat(back.labelNames()[back.labelCodes()[row]]).isEqualTo("n" + i % 777);
      assertThat(back.categories()[0][back.codes()[row]]).isEqualTo("" + i % 777);
      assertThat(back.weights()[row]).isEqualTo(i);
    }
  }

  @Test
  void aBuiltBlockKeepsItsRowsAndTheNextBeginsAnew() {
    for (boolean sparse : new boolean[] {false, true}) {
      Schema schema = new Schema(sparse ? -1 : 3, sparse, Target.CLASS, 0, 1, true);
      RawBlock.Builder out = RawBlock.builder(schema);
      row(out, "a", 3);
      row(out, "b", 4);
      RawBlock first = out.build();
      assertThat(out.rows()).isZero();
      row(out, "c", 1);
      RawBlock second = out.build();
      assertThat(CsvFormatTest.row(first.features(), 0)).containsExactly(3, 3, 3);
      assertThat(CsvFormatTest.row(first.features(), 1)).containsExactly(4, 4, 4);
      assertThat(first.labelNames()).containsExactly("a", "b");
      assertThat(second.labelNames()).containsExactly("c");
      assertThat(second.labelCodes()).containsExactly(0);
      assertThat(second.categories()[0]).containsExactly("c");
      assertThat(second.weights()).containsExactly(1);
      assertThat(second.features().width()).isEqualTo(sparse ? 1 : 3);
      assertThat(CsvFormatTest.row(second.features(), 0)[0]).isEqualTo(1);
      assertThat(out.build().rows()).isZero();
    }
  }

  /** The value in as many columns; the name as label and category. */
  private static void row(RawBlock.Builder out, String name, int value) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    out.begin();
    for (int j = 0; j < Math.min(3, value); j++) {
      out.value(j, value);
    }
    out.label(bytes, 0, bytes.length);
    out.category(0, bytes, 0, bytes.length);
    out.weight(value);
    out.commit();
  }

  @Test
  void anUncommittedRowLeavesItsDefaults() {
    RawBlock.Builder out = RawBlock.builder(new Schema(1, false, Target.NUMBERS, 2, 1, true));
    out.begin();
    out.value(0, 9);
    out.target(1, 9);
    out.category(0, new byte[] {'x'}, 0, 1);
    out.weight(9);
    out.begin();
    out.commit();
    RawBlock block = out.build();
    assertThat(CsvFormatTest.row(block.features(), 0)).containsExactly(0);
    assertThat(block.targets()).containsExactly(0, 0);
    assertThat(block.codes()).containsExactly(-1);
    assertThat(block.categories()[0]).isEmpty();
    assertThat(block.weights()).containsExactly(1);
  }

  @Test
  void aClassNeedsALabel() {
    RawBlock.Builder out = RawBlock.builder(new Schema(1, false, Target.CLASS, 0, 0, false));
    out.begin();
    out.label(new byte[] {'x'}, 0, 1);
    out.begin();
    assertThatIllegalStateException().isThrownBy(out::commit);
  }

  @Test
  void partsThatDoNotFitAreRefused() {
    Schema schema = new Schema(1, false, Target.NUMBERS, 1, 0, false);
    FloatFeatures two = new FloatFeatures(2, 1, new float[2]);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new RawBlock(
                    two, schema, new float[1], null, null, new int[0], new String[0][], null))
        .withMessage("targets: 2 expected, got 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schema(1, false, Target.NUMBERS, 0, 0, false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schema(-1, false, Target.NONE, 0, 0, false));
    assertThat(new Schema(-1, true, Target.NONE, 0, 0, false).width()).isEqualTo(-1);
  }
}
