package io.organza.data;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The classes of a source's images: their names in order, and an index of these for each image. */
final class Labels {

  private static final Labels NONE = new Labels(List.of(), new int[0]);
  private static final int COLUMNS = 2;

  private final List<String> classes;
  private final int[] ofImage;

  private Labels(List<String> classes, int[] ofImage) {
    this.classes = classes;
    this.ofImage = ofImage;
  }

  /**
   * Returns the labels of all images of a source.
   *
   * @param kind as {@link DataOptions#labels()}
   * @throws DataException if no image gets a label, or the CSV file is not one
   */
  static Labels of(ImageSource source, String kind) throws IOException {
    if (kind.equals(DataOptions.NO_LABELS)) {
      return NONE;
    }
    @Nullable String[] names = new String[source.count()];
    if (kind.equals(DataOptions.FOLDERS)) {
      Arrays.setAll(names, i -> source.folder(i).orElse(null));
    } else {
      Map<String, String> table = read(Path.of(kind));
      Arrays.setAll(names, i -> table.get(plain(source.path(i))));
    }
    return named(names, source.name(), kind);
  }

  /** Returns the names of the classes, sorted; empty without labels. */
  List<String> classes() {
    return classes;
  }

  /** Returns the label of an image of the source, -1 if it has none. */
  int of(int sourceIndex) {
    return classes.isEmpty() ? -1 : ofImage[sourceIndex];
  }

  /** Returns all that is left out of a source: what cannot be read, and then what has no label. */
  List<SkippedFile> leftOut(ImageSource source, List<SkippedFile> unread) {
    if (classes.isEmpty()) {
      return unread;
    }
    List<SkippedFile> all = new ArrayList<>(unread);
    Set<String> paths = unread.stream().map(SkippedFile::path).collect(Collectors.toSet());
    IntStream.range(0, source.count())
        .filter(i -> of(i) < 0 && !paths.contains(source.path(i)))
        .forEach(i -> all.add(new SkippedFile(source.path(i), "it has no label")));
    return List.copyOf(all);
  }

  private static Labels named(@Nullable String[] names, String source, String kind)
      throws DataException {
    TreeSet<String> sorted = new TreeSet<>();
    Arrays.stream(names).filter(Objects::nonNull).forEach(sorted::add);
    if (sorted.isEmpty()) {
      throw new DataException("labels: %s gives no image of %s a label".formatted(kind, source));
    }
    List<String> classes = List.copyOf(sorted);
    Map<String, Integer> indices = new HashMap<>();
    classes.forEach(name -> indices.put(name, indices.size()));
    int[] ofImage = new int[names.length];
    Arrays.setAll(ofImage, i -> names[i] == null ? -1 : indices.getOrDefault(names[i], -1));
    return new Labels(classes, ofImage);
  }

  /** Reads lines of a file's path and its label; further columns and a heading do not matter. */
  private static Map<String, String> read(Path csv) throws IOException {
    Map<String, String> labels = new HashMap<>();
    CsvMapper mapper =
        CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY, CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();
    try (Reader reader = Files.newBufferedReader(csv);
        MappingIterator<String[]> rows = mapper.readerFor(String[].class).readValues(reader)) {
      while (rows.hasNext()) {
        String[] row = rows.next();
        if (row.length < COLUMNS) {
          throw new DataException(
              "%s: no label for %s; between columns there are commas"
                  .formatted(csv, String.join(",", row)));
        }
        String label = row[1].strip();
        if (!label.isEmpty()) {
          put(labels, csv, plain(row[0].strip()), label);
        }
      }
    } catch (DataException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new DataException("labels: no such file: " + csv, e);
    } catch (CharacterCodingException e) {
      throw new DataException(csv + " cannot be read as a table of labels: it is not UTF-8", e);
    } catch (IOException | RuntimeJsonMappingException e) {
      throw new DataException(csv + " cannot be read as a table of labels: " + e.getMessage(), e);
    }
    return labels;
  }

  private static void put(Map<String, String> labels, Path csv, String path, String label)
      throws DataException {
    String other = labels.put(path, label);
    if (other != null && !other.equals(label)) {
      throw new DataException(
          "%s: two labels for %s, %s and %s".formatted(csv, path, other, label));
    }
  }

  /** Returns a path as different programs agree on it. */
  private static String plain(String path) {
    String plain = path.startsWith("\uFEFF") ? path.substring(1) : path;
    plain = plain.replace('\\', '/');
    return plain.startsWith("./") ? plain.substring(2) : plain;
  }
}
