package io.dendrite.data.format;

import io.dendrite.data.BadFile;
import io.dendrite.data.Features;
import io.dendrite.data.RawBlock;
import io.dendrite.data.RawBlock.Schema;
import io.dendrite.data.RawBlock.Target;
import io.dendrite.data.SparseFeatures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the IDX file of labels that belongs to an IDX file of images, and makes blocks from both.
 */
public final class IdxFormat {
  private IdxFormat() {}

  /**
   * Possible names of the label file that belongs to a file of images, the likeliest name first.
   * For {@code train-images-idx3-ubyte.gz} the names are {@code train-labels-idx1-ubyte.gz} and
   * {@code train-labels-idx1-ubyte}. The list is empty if the name of the file of images does not
   * contain "images".
   */
  public static List<String> labelsNameFor(String imagesName) {
    int at = imagesName.lastIndexOf("images");
    if (at < 0) {
      return List.of();
    }
    String tail = imagesName.substring(at + "images".length());
    int dimensions = tail.indexOf("idx") + 3;
    if (dimensions > 2
        && dimensions < tail.length()
        && Character.isDigit(tail.charAt(dimensions))) {
      tail = tail.substring(0, dimensions) + "1" + tail.substring(dimensions + 1);
    }
    String name = imagesName.substring(0, at) + "labels" + tail;
    String other = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name + ".gz";
    return List.of(name, other);
  }

  /**
   * Checks that there is one label per image.
   *
   * @throws BadFile if the numbers of images and labels differ
   */
  public static void checkSameLength(int images, int labels) throws BadFile {
    if (images != labels) {
      throw new BadFile(images + " images, but " + labels + " labels");
    }
  }

  /**
   * Makes a raw block from the features and labels of rows.
   *
   * @param labels labels of all rows in the file, of which the label with index {@code first}
   *     belongs to the block's first row; ignored for {@link Target#NONE}
   */
  public static RawBlock block(Features features, int[] labels, int first, Target target) {
    int rows = features.rows();
    boolean numbers = target == Target.NUMBERS;
    boolean classes = target == Target.CLASS;
    float[] targets = numbers ? new float[rows] : null;
    int[] codes = classes ? new int[rows] : null;
    Map<Integer, Integer> known = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < rows && target != Target.NONE; i++) {
      int label = labels[first + i];
      if (numbers) {
        targets[i] = label;
        continue;
      }
      Integer code = known.putIfAbsent(label, names.size());
      if (code == null) {
        code = names.size();
        names.add(Integer.toString(label));
      }
      codes[i] = code;
    }
    boolean sparse = features instanceof SparseFeatures;
    Schema schema = new Schema(features.width(), sparse, target, numbers ? 1 : 0, 0, false);
    String[] labelNames = classes ? names.toArray(new String[0]) : null;
    return new RawBlock(
        features, schema, targets, codes, labelNames, new int[0], new String[0][], null);
  }
}
