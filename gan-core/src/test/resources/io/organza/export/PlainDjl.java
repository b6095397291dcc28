import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs a TorchScript file with DJL alone. Arguments: the file, its inputs, where outputs go. */
public class PlainDjl {

  public static void main(String[] args) throws Exception {
    Criteria<NDList, NDList> criteria =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optModelPath(Path.of(args[0]))
            .optEngine("PyTorch")
            .build();
    try (ZooModel<NDList, NDList> model = criteria.loadModel();
        Predictor<NDList, NDList> predictor = model.newPredictor()) {
      byte[] inputs = Files.readAllBytes(Path.of(args[1]));
      NDList images = predictor.predict(NDList.decode(model.getNDManager(), inputs));
      Files.write(Path.of(args[2]), images.encode());
    }
  }
}
