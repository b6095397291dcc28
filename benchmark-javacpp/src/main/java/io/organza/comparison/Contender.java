package io.organza.comparison;

import io.organza.comparison.JavaCppNetwork.Format;
import io.organza.torch.Precision;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A way to take the step. */
enum Contender {
  ORGANZA_FP32("Organza, float32") {
    @Override
    Training start(int chunk) {
      return new OrganzaTraining(Precision.FP32, chunk);
    }
  },

  WHOLE_STEP_FP32("One TorchScript function, float32") {
    @Override
    Training start(int chunk) {
      return new WholeStepTraining(Precision.FP32, chunk);
    }
  },

  JAVACPP_FP32("JavaCPP's PyTorch, float32") {
    @Override
    Training start(int chunk) {
      return new JavaCppTraining(new Format(ScalarType.Float, MemoryFormat.Contiguous), chunk);
    }
  },

  JAVACPP_FP32_CHANNELS_LAST("JavaCPP's PyTorch, float32, channels last") {
    @Override
    Training start(int chunk) {
      return new JavaCppTraining(new Format(ScalarType.Float, MemoryFormat.ChannelsLast), chunk);
    }
  },

  DJL_FP32("DJL's trainers, float32, without R1 and R2") {
    @Override
    Training start(int chunk) {
      return new DjlTraining(chunk);
    }
  },

  ORGANZA_BF16("Organza, bfloat16") {
    @Override
    Training start(int chunk) {
      return new OrganzaTraining(Precision.BF16, chunk);
    }
  },

  WHOLE_STEP_BF16("One TorchScript function, bfloat16") {
    @Override
    Training start(int chunk) {
      return new WholeStepTraining(Precision.BF16, chunk);
    }
  },

  JAVACPP_BF16("JavaCPP's PyTorch, bfloat16") {
    @Override
    Training start(int chunk) {
      return new JavaCppTraining(new Format(ScalarType.BFloat16, MemoryFormat.Contiguous), chunk);
    }
  },

  JAVACPP_BF16_CHANNELS_LAST("JavaCPP's PyTorch, bfloat16, channels last") {
    @Override
    Training start(int chunk) {
      return new JavaCppTraining(new Format(ScalarType.BFloat16, MemoryFormat.ChannelsLast), chunk);
    }
  };

  final String title;

  Contender(String title) {
    this.title = title;
  }

  /**
   * Begins the training, in a process that no other library was loaded into.
   *
   * @param chunk the steps between two reports
   */
  abstract Training start(int chunk);
}
